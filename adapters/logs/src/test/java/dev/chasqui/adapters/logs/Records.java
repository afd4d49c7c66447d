package dev.chasqui.adapters.logs;

import dev.chasqui.application.port.exchange.ExchangeAccount;
import dev.chasqui.application.port.exchange.ExchangeRecord;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.Usage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Log records that several tests use. */
final class Records {
    static final Instant TIME = Instant.parse("2026-11-21T05:06:07.089Z");

    private Records() {}

    static LogRecord log(Level level, String message, Object... parameters) {
        LogRecord record = new LogRecord(level, message);
        record.setLoggerName("dev.chasqui.test");
        record.setInstant(TIME);
        record.setParameters(parameters);
        return record;
    }

    static ExchangeRecord success(String model) {
        return new ExchangeRecord(
                "ab12",
                "openai",
                "/v1/chat/completions",
                "ada",
                Optional.of(model),
                Optional.of(model),
                Optional.of("gpu"),
                List.of("context", "rag"),
                200,
                true,
                TIME,
                Optional.of(Duration.ofMillis(130)),
                Duration.ofMillis(812),
                Optional.of(Usage.of(12, 40)),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                ExchangeAccount.NONE);
    }

    static ExchangeRecord failure(int status, Failure failure, Optional<Throwable> cause) {
        return new ExchangeRecord(
                "ab12",
                "ollama",
                "/api/chat",
                "127.0.0.1",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                status,
                false,
                TIME,
                Optional.empty(),
                Duration.ofMillis(3),
                Optional.empty(),
                Optional.of(failure),
                cause,
                List.of(),
                ExchangeAccount.NONE);
    }
}
