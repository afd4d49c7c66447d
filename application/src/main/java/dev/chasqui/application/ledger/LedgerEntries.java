package dev.chasqui.application.ledger;

import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.application.port.exchange.ExchangeAccount;
import dev.chasqui.application.port.exchange.ExchangeRecord;
import dev.chasqui.application.port.exchange.ModelUsage;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.reply.Usage;
import dev.chasqui.domain.text.Printable;

import java.security.SecureRandom;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The making of ledger entries from the records of exchanges. Entered is every request to a model:
 * one that was understood, or that was refused before that on a route of a dialect. Lists of
 * models, pages and the routes of administrators are no such requests. Safe for use by several
 * threads.
 */
final class LedgerEntries {
    /** The kind of a request that was refused before it was understood. */
    static final String UNKNOWN_KIND = "unknown";

    /** The most characters of a name; clients choose some of them. */
    static final int LONGEST_NAME = 200;

    private static final int MOST_AGENTS = 32;

    /** The dialect of routes that belong to none. */
    private static final String NO_DIALECT = "-";

    /** The operation of requests to unknown paths, which scanners try by thousands. */
    private static final String NO_ROUTE = "unknown";

    private static final int FAILED = 400;

    /** Makes the ids of one process differ from those of another. */
    private final String process =
            Long.toString(new SecureRandom().nextLong() >>> 16, Character.MAX_RADIX);

    private final AtomicLong last = new AtomicLong();

    /** Returns the entry of an exchange, without its cost; empty if it has none. */
    Optional<LedgerEntry> of(ExchangeRecord exchange) {
        ExchangeAccount account = exchange.account();
        boolean refused =
                exchange.status() >= FAILED
                        && !exchange.dialect().equals(NO_DIALECT)
                        && !exchange.operation().equals(NO_ROUTE);
        return account.kind().isPresent() || refused
                ? Optional.of(entry(exchange, account))
                : Optional.empty();
    }

    private LedgerEntry entry(ExchangeRecord exchange, ExchangeAccount account) {
        Caller.Identity identity = account.identity();
        // An agent may tell its client other numbers than those of the models that it asked.
        Optional<Usage> usage = account.spent().isEmpty() ? exchange.usage() : sum(account.spent());
        return new LedgerEntry(
                id(exchange.id()),
                exchange.startedAt().truncatedTo(ChronoUnit.MICROS),
                name(identity.user().orElse(exchange.caller())),
                identity.key().or(identity::user).map(LedgerEntries::name),
                sorted(identity.teams()),
                exchange.dialect(),
                account.kind().map(LedgerEntries::word).orElse(UNKNOWN_KIND),
                exchange.model().map(LedgerEntries::name),
                exchange.listedModel().map(LedgerEntries::name),
                exchange.backend().map(LedgerEntries::name),
                account.zone(),
                agents(exchange),
                exchange.status(),
                exchange.duration().truncatedTo(ChronoUnit.MICROS),
                exchange.firstEvent().map(time -> time.truncatedTo(ChronoUnit.MICROS)),
                account.bytesIn(),
                account.bytesOut(),
                usage.map(Usage::promptTokens).map(LedgerEntries::count).orElse(0L),
                usage.map(Usage::completionTokens).map(LedgerEntries::count).orElse(0L),
                usage.map(used -> count(used.cachedTokens().orElse(0))).orElse(0L),
                usage.map(Usage::estimated).orElse(false),
                Money.ZERO,
                account.content());
    }

    private static Optional<Usage> sum(List<ModelUsage> parts) {
        return parts.size() == 1
                ? Optional.of(parts.getFirst().usage())
                : parts.stream().map(ModelUsage::usage).reduce(Usage::plus);
    }

    /** Returns an id that no other entry has, though a client may choose the exchange's. */
    private String id(String exchange) {
        return exchange
                + LedgerEntry.ID_SEPARATOR
                + process
                + Long.toString(last.incrementAndGet(), Character.MAX_RADIX);
    }

    /** Most callers have one team, if any. */
    private static List<String> sorted(Collection<String> teams) {
        return teams.size() < 2 ? List.copyOf(teams) : teams.stream().sorted().toList();
    }

    private static List<String> agents(ExchangeRecord exchange) {
        if (exchange.agents().isEmpty()) {
            return List.of();
        }
        return exchange.agents().stream().limit(MOST_AGENTS).map(LedgerEntries::name).toList();
    }

    /** Returns a name that any store can take: short, and without invisible characters. */
    private static String name(String text) {
        String begin = text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME);
        String plain = Printable.of(begin);
        if (plain.length() <= LONGEST_NAME) {
            return plain;
        }
        // Half of a pair of surrogates would be no text.
        boolean pair = Character.isHighSurrogate(plain.charAt(LONGEST_NAME - 1));
        return plain.substring(0, pair ? LONGEST_NAME - 1 : LONGEST_NAME);
    }

    private static String word(RequestKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Returns a number that a backend reported; a negative one counts as none. */
    private static long count(long reported) {
        return Math.max(0, reported);
    }
}
