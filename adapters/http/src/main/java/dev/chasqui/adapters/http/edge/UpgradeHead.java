package dev.chasqui.adapters.http.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;

import java.util.Map;

/** The head of an answer after which a connection goes on in another protocol. */
final class UpgradeHead {
    private UpgradeHead() {}

    /**
     * Returns the bytes of a head.
     *
     * @param usual the headers of every answer; {@code Connection} is left out
     * @param more those of the protocol
     */
    static BufferData of(Headers usual, Map<String, String> more) {
        StringBuilder head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n");
        for (Header header : usual) {
            if (!header.headerName().equals(HeaderNames.CONNECTION)) {
                header.allValues().forEach(value -> line(head, header.name(), value));
            }
        }
        more.forEach((name, value) -> line(head, name, value));
        return BufferData.create(head.append("\r\n").toString().getBytes(ISO_8859_1));
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
