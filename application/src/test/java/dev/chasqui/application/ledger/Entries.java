package dev.chasqui.application.ledger;

import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.application.port.exchange.ExchangeAccount;
import dev.chasqui.application.port.exchange.ExchangeRecord;
import dev.chasqui.application.port.exchange.ModelUsage;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.Usage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Ledger entries and records for tests. */
final class Entries {
    static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    private Entries() {}

    static LedgerEntry entry(String id, Instant at, String user) {
        return entry(id, at, user, "m", 200, List.of());
    }

    static LedgerEntry entry(
            String id, Instant at, String user, String model, int status, List<String> teams) {
        return new LedgerEntry(
                id,
                at,
                user,
                Optional.of(user + "-key"),
                teams,
                "openai",
                "chat",
                Optional.of(model),
                Optional.of(model),
                Optional.of("backend"),
                Optional.of(Zone.OPEN),
                List.of("rag"),
                status,
                Duration.ofMillis(40),
                Optional.of(Duration.ofMillis(10)),
                100,
                200,
                20,
                5,
                3,
                true,
                new Money(1_500));
    }

    static ExchangeRecord record(String id, String model) {
        return record(
                id,
                "openai",
                model,
                200,
                new ExchangeAccount(
                        new Caller.Identity(
                                Optional.of("ana"), Optional.of("k1"), Set.of("b", "a")),
                        Optional.of(RequestKind.CHAT),
                        Optional.of(Zone.RESTRICTED),
                        7,
                        8,
                        List.of(new ModelUsage("backend", "listed", Usage.of(3, 4))),
                        Optional.empty()));
    }

    static ExchangeRecord record(
            String id, String dialect, String model, int status, ExchangeAccount account) {
        return new ExchangeRecord(
                id,
                dialect,
                "/v1/chat/completions",
                "127.0.0.1",
                Optional.of(model),
                Optional.of("listed"),
                Optional.of("backend"),
                List.of("rag"),
                status,
                true,
                NOON,
                Optional.of(Duration.ofMillis(2)),
                Duration.ofMillis(5),
                Optional.of(Usage.of(3, 4)),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                account);
    }
}
