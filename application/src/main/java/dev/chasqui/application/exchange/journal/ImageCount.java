package dev.chasqui.application.exchange.journal;

import java.nio.charset.StandardCharsets;

/**
 * The number of images in an answer of OpenAI's form, counted while its bytes pass: each image is
 * an object with the member {@code b64_json} or {@code url}. Used by one thread.
 */
final class ImageCount {
    private static final byte[][] MEMBERS = {
        "\"b64_json\":".getBytes(StandardCharsets.US_ASCII),
        "\"url\":".getBytes(StandardCharsets.US_ASCII)
    };

    /** The bytes of each member that the last bytes were equal to. */
    private final int[] matched = new int[MEMBERS.length];

    private long count;

    void read(byte[] piece) {
        for (byte b : piece) {
            // Servers write these members with spaces, or without.
            if (b != ' ') {
                for (int i = 0; i < MEMBERS.length; i++) {
                    read(b, i);
                }
            }
        }
    }

    private void read(byte b, int member) {
        byte[] sought = MEMBERS[member];
        if (b == sought[matched[member]]) {
            matched[member]++;
        } else {
            // A quote may begin the member anew; within it a quote comes before a colon alone, so
            // no
            // other beginning can be missed.
            matched[member] = b == sought[0] ? 1 : 0;
        }
        if (matched[member] == sought.length) {
            matched[member] = 0;
            count++;
        }
    }

    long count() {
        return count;
    }
}
