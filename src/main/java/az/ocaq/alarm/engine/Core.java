package az.ocaq.alarm.engine;

/** What the parts of the engine share: time, timers, outputs, and word of what changes. */
interface Core {
    /** Server time, epoch ms. */
    long now();

    TimerQueue timers();

    Directory directory();

    Policy policy();

    Announcer announcer();

    Logics logics();

    void journal(Transition transition);

    /** Lets a detector judge when every value of one time of a payload is there: at once for what comes alone. */
    void judgeWhole(Detector detector);

    /** Judging an alarm threw, which must not keep others from being judged. */
    void failed(String what, RuntimeException failure);

    void send(Message message);

    /** The alarm's kept state is not what it was. */
    void changed(Instance instance);

    /** An alarm came into being. */
    void created(Instance instance);

    /** The groups, storms or silences are not what they were. */
    void changed();

    /** The alarm's condition became true or false. */
    void conditionChanged(Instance instance);
}
