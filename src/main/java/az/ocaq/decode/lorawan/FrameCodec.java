package az.ocaq.decode.lorawan;

/** How one maker's devices lay their values into a frame. */
interface FrameCodec {
    /** Whether the frame is this maker's. Careful: taking a foreign frame makes up values. */
    boolean knows(Frame frame);

    /** Takes the values of a frame that it {@link #knows}; what cannot be read is a problem, never an exception. */
    void decode(Frame frame, FrameFields into);
}
