package dev.chasqui.adapters.processes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The output of a program, line by line: without colours and other control characters, without
 * secrets, and with long lines cut. Each state of a progress bar is a line of its own. Used by one
 * thread.
 */
final class OutputLines {
    static final int LONGEST = 4 * 1024;

    private static final Pattern CONTROL =
            Pattern.compile("\\x1b\\[[0-9;?]*[ -/]*[@-~]|[\\p{Cntrl}&&[^\\t]]");

    private final InputStream output;
    private final OutputSecrets secrets;

    /**
     * The limit of a line in bytes. A character has four at most, so a secret that begins before
     * the cut is seen whole.
     */
    private final int most;

    private final byte[] block = new byte[8 * 1024];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int next;
    private int end;

    OutputLines(InputStream output, OutputSecrets secrets) {
        this.output = output;
        this.secrets = secrets;
        this.most = LONGEST + 4 * secrets.longest();
    }

    /** Waits for a line; empty at the end, which comes when no process can write any more. */
    Optional<String> next() {
        line.reset();
        for (int c = read(); c >= 0; c = read()) {
            if (c != '\n' && c != '\r') {
                if (line.size() < most) {
                    line.write(c);
                }
            } else if (line.size() > 0 || c == '\n') {
                return Optional.of(text());
            }
        }
        return line.size() > 0 ? Optional.of(text()) : Optional.empty();
    }

    private int read() {
        if (next == end) {
            next = 0;
            end = Math.max(0, fill());
            if (end == 0) {
                return -1;
            }
        }
        return block[next++] & 0xff;
    }

    /**
     * Reads a block. When the process ends, the JDK replaces the pipe by another stream, so that
     * the first read may fail.
     */
    private int fill() {
        try {
            return output.read(block);
        } catch (IOException e) {
            try {
                return output.read(block);
            } catch (IOException again) {
                // The process has ended, and all of its output was read.
                return -1;
            }
        }
    }

    private String text() {
        String plain = CONTROL.matcher(line.toString(StandardCharsets.UTF_8)).replaceAll("");
        String text = secrets.hide(plain);
        if (line.size() >= most) {
            // The text may end within a secret.
            text = cut(text, Math.max(0, text.length() - secrets.longest()));
        }
        return cut(text, LONGEST).stripTrailing();
    }

    /** Cuts a text, but not within a character. */
    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        boolean within = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
        return text.substring(0, within ? length - 1 : length);
    }
}
