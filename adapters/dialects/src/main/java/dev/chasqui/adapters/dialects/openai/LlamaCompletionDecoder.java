package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.reply.ServerErrorReader;
import dev.chasqui.adapters.dialects.reply.SseReader;
import dev.chasqui.adapters.dialects.reply.SseStreamDecoder;

/**
 * A decoder of a stream of {@code POST /completion} or {@code POST /infill}, which ends with the
 * event that has {@code "stop":true}.
 */
final class LlamaCompletionDecoder extends SseStreamDecoder {
    private final LlamaCompletionReader reader;

    LlamaCompletionDecoder(String backend) {
        super(backend);
        this.reader = new LlamaCompletionReader(backend);
    }

    @Override
    protected void take(SseReader.Event event) {
        if (event.error()) {
            throw LlamaCompletionReader.sentError(backend(), ServerErrorReader.ofEvent(event));
        }
        if (event.complete()) {
            addAll(reader.piece(event.text(), event.from(), event.to()));
            if (reader.done()) {
                done();
            }
        }
    }

    @Override
    protected boolean finished() {
        return reader.done();
    }

    @Override
    protected void end() {
        throw broke("its stream ended without a stop");
    }
}
