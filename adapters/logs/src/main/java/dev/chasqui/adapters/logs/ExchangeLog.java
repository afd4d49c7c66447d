package dev.chasqui.adapters.logs;

import dev.chasqui.application.port.ExchangeListener;
import dev.chasqui.application.port.ExchangeRecord;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * One line in the log for each exchange: who asked for what, who answered, how it ended, what it
 * took; never content.
 *
 * <p>What went well and what callers did wrong is {@code info}, the faults of backends and agents
 * are {@code warning}, our own are {@code error} and carry the stack trace of their cause. Safe for
 * use by several threads; never waits.
 */
public final class ExchangeLog implements ExchangeListener {
    /** Longer values are cut: clients choose them. */
    private static final int MAX_LENGTH = 200;

    /** What went wrong, and what a backend says of it. */
    private static final int LONGEST_REASON = 400;

    private final Logger logger = Logger.getLogger("dev.chasqui.exchange");

    @Override
    public void finished(ExchangeRecord exchange) {
        Level level = exchange.failure().map(ExchangeLog::level).orElse(Level.INFO);
        if (!logger.isLoggable(level)) {
            return;
        }
        LogRecord line = new LogRecord(level, "exchange");
        line.setLoggerName(logger.getName());
        line.setParameters(new Object[] {fields(exchange)});
        exchange.cause().ifPresent(line::setThrown);
        logger.log(line);
    }

    private static Json.Obj fields(ExchangeRecord exchange) {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("id", text(exchange.id()));
        fields.put("dialect", text(exchange.dialect()));
        fields.put("operation", text(exchange.operation()));
        fields.put("caller", text(exchange.caller()));
        exchange.model().ifPresent(model -> fields.put("model", text(model)));
        exchange.backend().ifPresent(backend -> fields.put("backend", text(backend)));
        if (!exchange.agents().isEmpty()) {
            fields.put(
                    "agents",
                    new Json.Arr(exchange.agents().stream().map(ExchangeLog::text).toList()));
        }
        fields.put("status", Json.of(exchange.status()));
        fields.put("streamed", Json.of(exchange.streamed()));
        exchange.firstEvent()
                .ifPresent(time -> fields.put("firstEventMs", Json.of(time.toMillis())));
        fields.put("totalMs", Json.of(exchange.duration().toMillis()));
        exchange.usage()
                .ifPresent(
                        usage -> {
                            fields.put("promptTokens", Json.of(usage.promptTokens()));
                            fields.put("completionTokens", Json.of(usage.completionTokens()));
                        });
        exchange.failure()
                .ifPresent(
                        failure -> {
                            fields.put("failure", Json.of(failure.code()));
                            fields.put("reason", text(reason(failure), LONGEST_REASON));
                        });
        return new Json.Obj(fields);
    }

    /**
     * What the failure says, but where its words may quote the conversation: what a client sent
     * wrongly, and what a backend says of that. What a backend says of its own failure is without
     * content in a record.
     */
    private static String reason(Failure failure) {
        return switch (failure) {
            case Failure.Invalid(var field, var _) -> field.orElse("the request as a whole");
            case Failure.BackendRefused refused ->
                    "the backend answered "
                            + refused.status()
                            + refused.type().map(type -> " " + type).orElse("");
            default -> failure.message();
        };
    }

    private static Json text(String value) {
        return text(value, MAX_LENGTH);
    }

    private static Json text(String value, int longest) {
        return Json.of(value.length() <= longest ? value : value.substring(0, longest) + "…");
    }

    private static Level level(Failure failure) {
        return switch (failure.fault()) {
            case CALLER -> Level.INFO;
            case OPERATOR, BACKEND, AGENT -> Level.WARNING;
            case SERVER -> Level.SEVERE;
        };
    }
}
