package dev.chasqui.testing;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The reader of the recordings' text format. */
final class RecordingParser {
    private static final String NOTE = "# ";
    private static final String CONTINUED = ". ";
    private static final String ENDING = "= ";
    private static final int NANOS_PER_MILLI_DIGITS = 6;

    private RecordingParser() {}

    static Recording parse(String name, String text) {
        List<String> parts = List.of(text.split("\n---\n"));
        if (parts.size() < 2) {
            throw new IllegalArgumentException(name + ": no line --- between request and response");
        }
        return new Recording(
                name,
                marked(text, NOTE).getFirst(),
                message(parts.getFirst()),
                parts.subList(1, parts.size() - 1).stream().map(RecordingParser::message).toList(),
                message(parts.getLast()),
                marked(text, ENDING).getLast());
    }

    private static List<String> marked(String text, String mark) {
        List<String> marked =
                text.lines()
                        .filter(line -> line.startsWith(mark))
                        .map(line -> line.substring(mark.length()))
                        .toList();
        if (marked.isEmpty()) {
            throw new IllegalArgumentException("no line starts with '" + mark + "'");
        }
        return marked;
    }

    private static WireMessage message(String part) {
        // A server that hangs up without an answer leaves a part without an empty line.
        int empty = part.indexOf("\n\n");
        String head = empty < 0 ? part : part.substring(0, empty);
        String body = empty < 0 ? "" : part.substring(empty + 2);
        List<String> lines =
                head.lines()
                        .filter(line -> !line.startsWith(NOTE) && !line.startsWith(ENDING))
                        .toList();
        return new WireMessage(
                lines.getFirst(), lines.stream().skip(1).map(Header::parse).toList(), pieces(body));
    }

    private static List<Piece> pieces(String body) {
        List<Piece> pieces = new ArrayList<>();
        for (String line : body.lines().toList()) {
            if (line.startsWith("+")) {
                int space = line.indexOf(' ');
                pieces.add(new Piece(at(line.substring(1, space)), raw(line.substring(space + 1))));
            } else if (line.startsWith(CONTINUED)) {
                Piece above = pieces.removeLast();
                byte[] more = raw(line.substring(CONTINUED.length()));
                pieces.add(new Piece(above.at(), joined(above.bytes(), more)));
            }
        }
        return pieces;
    }

    private static Duration at(String millis) {
        return Duration.ofNanos(
                new BigDecimal(millis).movePointRight(NANOS_PER_MILLI_DIGITS).longValueExact());
    }

    private static byte[] joined(byte[] one, byte[] other) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(one.length + other.length);
        joined.writeBytes(one);
        joined.writeBytes(other);
        return joined.toByteArray();
    }

    /** Replaces the escapes {@code ␊}, {@code ␍} and {@code ⟦xx⟧} by their bytes. */
    static byte[] raw(String escaped) {
        ByteArrayOutputStream raw = new ByteArrayOutputStream(escaped.length());
        String text = escaped.replace('␊', '\n').replace('␍', '\r');
        int from = 0;
        for (int open = text.indexOf('⟦'); open >= 0; open = text.indexOf('⟦', from)) {
            raw.writeBytes(text.substring(from, open).getBytes(StandardCharsets.UTF_8));
            raw.write(HexFormat.fromHexDigits(text, open + 1, open + 3));
            from = open + "⟦xx⟧".length();
        }
        raw.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
        return raw.toByteArray();
    }
}
