package dev.chasqui.adapters.logs;

import dev.chasqui.application.port.exchange.AgentReport;
import dev.chasqui.application.port.exchange.ExchangeListener;
import dev.chasqui.application.port.exchange.ExchangeRecord;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * A listener that writes one log line for each exchange: caller, request, backend, outcome, times
 * and tokens. It never writes content of the conversation.
 *
 * <p>The level is {@code info} for successes and for faults of callers, {@code warning} for faults
 * of backends, agents and configuration, and {@code error}, with the stack trace of the cause, for
 * faults of the server. Safe for use by several threads; never waits.
 */
public final class ExchangeLog implements ExchangeListener {
    /**
     * The longest value of a field, in characters; clients choose some values, so longer ones are
     * cut.
     */
    private static final int MAX_LENGTH = 200;

    /** The longest text of a failure, in characters; it may hold the message of a backend. */
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
        putAgents(fields, "skipped", exchange, AgentReport.Outcome.SKIPPED);
        putAgents(fields, "failedAgents", exchange, AgentReport.Outcome.FAILED);
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

    private static void putAgents(
            Map<String, Json> fields,
            String name,
            ExchangeRecord exchange,
            AgentReport.Outcome outcome) {
        List<Json> agents =
                exchange.reports().stream()
                        .filter(report -> report.outcome() == outcome)
                        .map(AgentReport::agent)
                        .distinct()
                        .map(ExchangeLog::text)
                        .toList();
        if (!agents.isEmpty()) {
            fields.put(name, new Json.Arr(agents));
        }
    }

    /**
     * Returns the message of a failure, unless the message may quote the conversation: an invalid
     * request yields only the name of its field, and a refusal by a backend only its status and
     * type. The record of an exchange holds no content in the other messages of backends.
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
