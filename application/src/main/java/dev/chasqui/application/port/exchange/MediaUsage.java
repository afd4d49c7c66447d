package dev.chasqui.application.port.exchange;

import java.time.Duration;

/**
 * The images that a request makes, and the audio that it has transcribed.
 *
 * @param images the number of images
 * @param audio the length of the audio
 */
public record MediaUsage(long images, Duration audio) {
    /** The usage of a request for text alone. */
    public static final MediaUsage NONE = new MediaUsage(0, Duration.ZERO);

    /** Makes the usage of images alone. */
    public static MediaUsage ofImages(long images) {
        return new MediaUsage(images, Duration.ZERO);
    }

    /** Makes the usage of audio alone. */
    public static MediaUsage ofAudio(Duration audio) {
        return new MediaUsage(0, audio);
    }
}
