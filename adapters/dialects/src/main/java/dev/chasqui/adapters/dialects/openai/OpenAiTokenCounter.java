package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.server.AskedServer;
import dev.chasqui.adapters.dialects.server.ProbedServer;
import dev.chasqui.adapters.dialects.server.ServerQuestion;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * A counter of tokens that asks a server, as llama-server and vLLM allow at {@code /tokenize}. Safe
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

    /** The time of the next attempt, by {@link System#nanoTime}. */
    private volatile long askAgainAt = System.nanoTime();

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
        if (System.nanoTime() - askAgainAt < 0) {
            return OptionalInt.empty();
        }
        ServerQuestion question =
                ServerQuestion.post("/tokenize", question(model, text)).within(LIMIT);
        try {
            ProbedServer.Answer answer = server.answer(question, cancellation);
            return switch (answer.status()) {
                case 200 -> count(answer.object());
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

    private static OptionalInt count(Json.Obj answer) {
        if (answer.get("count").orElse(Json.Null.NULL) instanceof Json.Num number) {
            return OptionalInt.of(Math.clamp(number.longValue(), 0, Integer.MAX_VALUE));
        }
        return answer.get("tokens").orElse(Json.Null.NULL) instanceof Json.Arr(var tokens)
                ? OptionalInt.of(tokens.size())
                : OptionalInt.empty();
    }
}
