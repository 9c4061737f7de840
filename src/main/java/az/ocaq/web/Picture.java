package az.ocaq.web;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;

/**
 * A picture from outside, made anew: what was no picture is refused, and nothing but the picture is left of it: no place, no
 * camera, no trailing bytes. Slow; for worker threads.
 */
final class Picture {
    private static final Set<String> FORMATS = Set.of("jpeg", "png");
    private static final int LONG_SIDE = 1_600;
    private static final long MOST_PIXELS = 50_000_000;
    private static final float[] QUALITIES = {0.8f, 0.6f, 0.4f};

    private Picture() {}

    /** A JPEG of at most {@code largest} bytes and 1,600 pixels a side. Throws a {@link Problem} for anything else than JPEG or PNG. */
    static byte[] jpeg(byte[] given, int largest) {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(given))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw notAPicture();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return encoded(scaled(read(reader)), largest);
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw notAPicture();
        }
    }

    /** Never decodes more pixels than are needed: a small file can stand for a huge picture. */
    private static BufferedImage read(ImageReader reader) throws IOException {
        if (!FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
            throw notAPicture();
        }
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if ((long) width * height > MOST_PIXELS) {
            throw Problem.badRequest("the picture has more than " + MOST_PIXELS + " pixels");
        }
        ImageReadParam parameters = reader.getDefaultReadParam();
        int every = Math.max(1, Math.max(width, height) / (2 * LONG_SIDE));
        parameters.setSourceSubsampling(every, every, 0, 0);
        return reader.read(0, parameters);
    }

    private static BufferedImage scaled(BufferedImage read) {
        double scale = Math.min(1, (double) LONG_SIDE / Math.max(read.getWidth(), read.getHeight()));
        int width = Math.max(1, (int) Math.round(read.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(read.getHeight() * scale));
        BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scaled.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        boolean unused = graphics.drawImage(read, 0, 0, width, height, null);
        graphics.dispose();
        return scaled;
    }

    private static byte[] encoded(BufferedImage image, int largest) throws IOException {
        for (float quality : QUALITIES) {
            byte[] bytes = encoded(image, quality);
            if (bytes.length <= largest) {
                return bytes;
            }
        }
        throw Problem.badRequest("the picture stays larger than " + largest + " bytes");
    }

    private static byte[] encoded(BufferedImage image, float quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static Problem notAPicture() {
        return Problem.badRequest("the body must be a JPEG or PNG picture");
    }
}
