package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonScanner;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A replacement of the paths of files in a server's description of itself.
 *
 * <p>A path is the text of a member whose name is {@code path} or ends with {@code _path}. A server
 * that was given no name for its model reports the same path as the model's name, so every string
 * that equals a path is replaced.
 */
public final class HiddenPaths {
    private final byte[] text;
    private final Set<String> paths = new HashSet<>();
    private final List<StringRange> hidden = new ArrayList<>();

    /** The position of a string in the text, its quotes included. */
    private record StringRange(int from, int to) {}

    private HiddenPaths(byte[] text) {
        this.text = text;
    }

    /**
     * Returns a JSON text with another string in place of each path, and with all other bytes
     * unchanged.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if the text is
     *     malformed
     */
    public static byte[] replace(byte[] text, String instead) {
        HiddenPaths hiding = new HiddenPaths(text);
        // The first pass finds the paths: one may stand elsewhere before the member that reveals
        // it.
        hiding.pass(false);
        if (hiding.paths.isEmpty()) {
            return text;
        }
        hiding.pass(true);
        return hiding.with(Json.of(instead).toBytes());
    }

    private void pass(boolean known) {
        JsonScanner scanner = new JsonScanner().over(text);
        value(scanner, false, known);
        scanner.finish();
    }

    private void value(JsonScanner scanner, boolean isPath, boolean known) {
        switch (scanner.kind()) {
            case STRING -> string(scanner, isPath, known);
            case OBJECT -> {
                scanner.enter();
                while (scanner.nextMember()) {
                    value(scanner, namesPath(scanner.name()), known);
                }
            }
            case ARRAY -> {
                scanner.enter();
                while (scanner.nextItem()) {
                    value(scanner, isPath, known);
                }
            }
            case NUMBER, FLAG, NULL -> scanner.skip();
        }
    }

    private void string(JsonScanner scanner, boolean isPath, boolean known) {
        int from = scanner.at();
        String said = scanner.text();
        if (!known) {
            if (isPath && !said.isEmpty()) {
                paths.add(said);
            }
        } else if (paths.contains(said)) {
            hidden.add(new StringRange(from, scanner.at()));
        }
    }

    private static boolean namesPath(String member) {
        return member.equals("path") || member.endsWith("_path");
    }

    private byte[] with(byte[] instead) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
        int done = 0;
        for (StringRange string : hidden) {
            out.write(text, done, string.from() - done);
            out.writeBytes(instead);
            done = string.to();
        }
        out.write(text, done, text.length - done);
        return out.toByteArray();
    }
}
