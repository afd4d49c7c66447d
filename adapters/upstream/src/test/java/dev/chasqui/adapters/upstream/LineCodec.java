package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.reply.StreamDecoder;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A dialect for tests: each line of a reply is a text, and the line {@code .} is its end. A request
 * is the text of its question.
 */
final class LineCodec implements BackendCodec {
    @Override
    public Outgoing encode(ChatRequest request) {
        String question = request.question().flatMap(m -> m.firstText()).orElse("");
        return new Outgoing(
                "/v1/chat/completions",
                question.getBytes(StandardCharsets.UTF_8),
                List.of("dropped"));
    }

    @Override
    public StreamDecoder streamDecoder(String backend, ChatRequest request) {
        return new Lines(backend);
    }

    @Override
    public List<ReplyEvent> decodeWhole(String backend, ChatRequest request, byte[] body) {
        return List.of(
                new ReplyEvent.Text(new String(body, StandardCharsets.UTF_8)),
                new ReplyEvent.Finish(FinishReason.STOP));
    }

    @Override
    public Failure decodeError(
            String backend, int status, byte[] body, Optional<Duration> retryAfter) {
        return new Failure.BackendRefused(
                backend,
                status,
                new String(body, StandardCharsets.UTF_8),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                retryAfter);
    }

    @Override
    public String modelsPath() {
        return "/v1/models";
    }

    @Override
    public List<ModelInfo> decodeModels(String backend, byte[] body) {
        return new String(body, StandardCharsets.UTF_8).lines().map(ModelInfo::of).toList();
    }

    private static final class Lines implements StreamDecoder {
        private final String backend;
        private final StringBuilder rest = new StringBuilder();
        private final Deque<ReplyEvent> events = new ArrayDeque<>();
        private boolean ended;
        private boolean finished;

        Lines(String backend) {
            this.backend = backend;
        }

        @Override
        public void feed(byte[] bytes, int from, int to) {
            rest.append(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
            for (int end = rest.indexOf("\n"); end >= 0 && !ended; end = rest.indexOf("\n")) {
                String line = rest.substring(0, end);
                rest.delete(0, end + 1);
                ended = line.equals(".");
                if (!ended) {
                    events.add(new ReplyEvent.Text(line));
                }
            }
        }

        @Override
        public void finish() {
            finished = true;
        }

        @Override
        public @Nullable ReplyEvent poll() {
            ReplyEvent event = events.poll();
            if (event == null && finished && !ended) {
                throw new FailureException(
                        new Failure.BackendBroke(backend, "without a full stop"));
            }
            return event;
        }

        @Override
        public boolean ended() {
            return ended && events.isEmpty();
        }
    }
}
