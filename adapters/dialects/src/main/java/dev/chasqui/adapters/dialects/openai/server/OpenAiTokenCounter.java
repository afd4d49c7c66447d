package dev.chasqui.adapters.dialects.openai.server;

import dev.chasqui.adapters.dialects.openai.OpenAiBackendCodec;
import dev.chasqui.adapters.dialects.server.AskedServer;
import dev.chasqui.adapters.dialects.server.JsonMembers;
import dev.chasqui.adapters.dialects.server.ProbedServer;
import dev.chasqui.adapters.dialects.server.ServerQuestion;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A counter of tokens that asks a server: for a text at {@code /tokenize}, as llama-server and vLLM
 * allow, and for a whole prompt at {@code /v1/chat/completions/input_tokens} of llama-server. Safe
 * for use by several threads.
 */
final class OpenAiTokenCounter {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    /**
     * The time for which a server that cannot count is not asked again; another program may replace
     * it.
     */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    /**
     * The time for which a silent server is not asked again, since each request would wait for it.
     */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

    private final AskedServer server;
    private final CountingPath texts =
            new CountingPath("/tokenize", OpenAiTokenCounter::countOfText);
    private final CountingPath prompts =
            new CountingPath(
                    OpenAiBackendCodec.PATH + "/input_tokens",
                    answer -> JsonMembers.count(answer, "input_tokens"));

    OpenAiTokenCounter(AskedServer server) {
        this.server = server;
    }

    /**
     * See {@link dev.chasqui.application.port.TokenAbility#countTokens}.
     *
     * @throws dev.chasqui.domain.failure.FailureException if the server does not answer, or the
     *     exchange was cancelled
     */
    OptionalInt count(String model, String text, Cancellation cancellation) {
        return texts.mayAsk()
                ? texts.ask(question(model, text), cancellation)
                : OptionalInt.empty();
    }

    /**
     * See {@link dev.chasqui.application.port.TokenAbility#countPrompt}.
     *
     * @throws dev.chasqui.domain.failure.FailureException if the server does not answer, or the
     *     exchange was cancelled
     */
    OptionalInt count(ChatRequest request, Cancellation cancellation) {
        if (!prompts.mayAsk() || request.form() == ChatRequest.Form.RAW) {
            return OptionalInt.empty();
        }
        byte[] body = new OpenAiBackendCodec().encode(request).body();
        return prompts.ask(JsonReader.read(body), cancellation);
    }

    /** A path of the server that counts, if the server has it. */
    private final class CountingPath {
        private final String path;
        private final Function<Json.Obj, OptionalInt> count;

        /** The time of the next attempt, by {@link System#nanoTime}. */
        private volatile long askAgainAt = System.nanoTime();

        CountingPath(String path, Function<Json.Obj, OptionalInt> count) {
            this.path = path;
            this.count = count;
        }

        boolean mayAsk() {
            return System.nanoTime() - askAgainAt >= 0;
        }

        OptionalInt ask(Json body, Cancellation cancellation) {
            try {
                ProbedServer.Answer answer =
                        server.answer(ServerQuestion.post(path, body).within(LIMIT), cancellation);
                return switch (answer.status()) {
                    case 200 -> count.apply(answer.object());
                    case 404, 405, 501 -> {
                        pauseFor(REMEMBERED);
                        yield OptionalInt.empty();
                    }
                    default -> OptionalInt.empty();
                };
            } catch (FailureException e) {
                if (!(e.failure() instanceof Failure.Cancelled)) {
                    pauseFor(AFTER_FAILURE);
                }
                throw e;
            }
        }

        private void pauseFor(Duration time) {
            askAgainAt = System.nanoTime() + time.toNanos();
        }
    }

    /**
     * Returns a question with the members of llama-server ({@code content}) and of vLLM ({@code
     * prompt}).
     */
    private static Json.Obj question(String model, String text) {
        return Json.Obj.EMPTY
                .with("model", Json.of(model))
                .with("content", Json.of(text))
                .with("add_special", Json.of(false))
                .with("prompt", Json.of(text))
                .with("add_special_tokens", Json.of(false));
    }

    private static OptionalInt countOfText(Json.Obj answer) {
        if (answer.get("count").orElse(Json.Null.NULL) instanceof Json.Num number) {
            return OptionalInt.of(Math.clamp(number.longValue(), 0, Integer.MAX_VALUE));
        }
        return answer.get("tokens").orElse(Json.Null.NULL) instanceof Json.Arr(var tokens)
                ? OptionalInt.of(tokens.size())
                : OptionalInt.empty();
    }
}
