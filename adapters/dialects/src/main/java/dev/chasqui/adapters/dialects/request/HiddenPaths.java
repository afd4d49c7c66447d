package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonScanner;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a server says of itself, without the paths of its machine's files.
 *
 * <p>A path is what a member says whose name is {@code path} or ends with {@code _path}; a server
 * that was told no name for its model says the same path where the name belongs.
 */
public final class HiddenPaths {
    private final byte[] text;
    private final Set<String> paths = new HashSet<>();
    private final List<Said> hidden = new ArrayList<>();

    /** A string between two bytes of the text, its quotes included. */
    private record Said(int from, int to) {}

    private HiddenPaths(byte[] text) {
        this.text = text;
    }

    /**
     * A JSON text with another string in place of each path, and all other bytes as they were.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is malformed
     */
    public static byte[] in(byte[] text, String instead) {
        HiddenPaths hiding = new HiddenPaths(text);
        // A path may be said again before the member that tells that it is one.
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
            hidden.add(new Said(from, scanner.at()));
        }
    }

    private static boolean namesPath(String member) {
        return member.equals("path") || member.endsWith("_path");
    }

    private byte[] with(byte[] instead) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
        int done = 0;
        for (Said string : hidden) {
            out.write(text, done, string.from() - done);
            out.writeBytes(instead);
            done = string.to();
        }
        out.write(text, done, text.length - done);
        return out.toByteArray();
    }
}
