package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Source;
import dev.chasqui.domain.json.Json;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Function;

/**
 * The part of a body that a message was decoded from.
 *
 * @param body the whole body; not a copy
 * @param from the position of the message's first byte
 * @param to the position after its last byte
 * @param dialect the dialect of the body
 */
public record SliceSource(byte[] body, int from, int to, Dialect dialect) implements Source {

    @Override
    public int length() {
        return to - from;
    }

    /** Returns the source of the message at this range of a body. */
    public static SliceSource of(BodyScan scan, BodyScan.Range at, Dialect dialect) {
        return new SliceSource(scan.body(), at.from(), at.to(), dialect);
    }

    /**
     * Returns a JSON array of messages. A message that came in this dialect and was not edited
     * keeps its own bytes.
     *
     * @param encode encodes a message that is edited, new or from another dialect
     */
    public static byte[] array(
            List<Message> messages, Dialect dialect, Function<Message, Json> encode) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        out.write('[');
        for (int i = 0; i < messages.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            Message message = messages.get(i);
            if (message.source().orElse(null) instanceof SliceSource slice
                    && slice.dialect().equals(dialect)) {
                out.write(slice.body(), slice.from(), slice.to() - slice.from());
            } else {
                out.writeBytes(encode.apply(message).toBytes());
            }
        }
        out.write(']');
        return out.toByteArray();
    }
}
