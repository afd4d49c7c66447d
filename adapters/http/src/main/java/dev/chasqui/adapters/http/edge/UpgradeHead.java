package dev.chasqui.adapters.http.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;

import java.util.Map;

/** The head of an answer after which a connection goes on in another protocol. */
final class UpgradeHead {
    private UpgradeHead() {}

    /**
     * Returns the bytes of a head.
     *
     * @param usual the headers of every answer
     * @param more those of the protocol
     */
    static BufferData of(Headers usual, Map<String, String> more) {
        StringBuilder head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n");
        usual.forEach(header -> line(head, header.name(), header.get()));
        more.forEach((name, value) -> line(head, name, value));
        return BufferData.create(head.append("\r\n").toString().getBytes(ISO_8859_1));
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
