package dev.chasqui.adapters.http.routes.ledger;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.callers.CallerDirectory;
import dev.chasqui.application.ledger.Books;
import dev.chasqui.application.ledger.LedgerJson;
import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.AuditTrail;
import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import io.helidon.http.Method;
import io.helidon.webserver.ServerConnectionException;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The routes by which callers read the ledger: sums, and single requests as a list or an export. A
 * caller sees its own requests, an administrator all.
 */
public final class LedgerRoutes {
    private static final String STATS = "/v1/stats";
    private static final String HISTORY = "/v1/history";

    /** The time that sums are about if nothing else is asked for. */
    private static final Duration USUAL = Duration.ofDays(30);

    private static final int USUAL_ENTRIES = 100;
    private static final int MOST_ENTRIES = 1_000;
    private static final int MOST_EXPORTED = 1_000_000;

    private final Surface house;
    private final Ledger ledger;
    private final AuditTrail audit;
    private final CallerDirectory callers;
    private final InstantSource clock;

    /** The format of the history. */
    enum Format {
        JSON("application/json"),
        JSONL("application/jsonl"),
        CSV("text/csv; charset=utf-8");

        private final String contentType;

        Format(String contentType) {
            this.contentType = contentType;
        }

        String text(List<LedgerEntry> entries) {
            return entries.stream()
                    .map(
                            entry ->
                                    this == CSV
                                            ? LedgerRow.csv(entry)
                                            : LedgerJson.json(entry) + "\n")
                    .collect(Collectors.joining());
        }
    }

    /**
     * Prepares the routes.
     *
     * @param callers the users, each of whom sees its requests since it was made
     */
    public LedgerRoutes(Surface house, Books books, CallerDirectory callers, InstantSource clock) {
        this.house = house;
        this.ledger = books.ledger();
        this.audit = books.audit();
        this.callers = callers;
        this.clock = clock;
    }

    /** Adds the routes to a table. */
    public void addTo(RouteTable routes) {
        routes.get(STATS, Access.OWN, house, this::stats)
                .get(HISTORY, Access.OWN, house, this::history)
                .get(HISTORY + "/{id}", Access.OWN, house, this::entry);
    }

    private LedgerQuestion question(Call call) {
        return LedgerQuestion.of(call, callers.since(call.caller()), clock.instant());
    }

    private void stats(Call call) {
        LedgerQuestion question = question(call).with("from", "until", "user", "by");
        OwnSums own = new OwnSums(ledger, question.since());
        Ledger.Query query =
                question.since(question.choice(question.now().minus(USUAL), true), own.firstHour());
        Optional<Ledger.By> by = question.by();
        Json.Obj answer =
                Json.Obj.EMPTY
                        .with("object", Json.of("stats"))
                        .with("from", Json.of(query.from().toString()))
                        .with("until", Json.of(query.until().toString()));
        if (query.user().isPresent()) {
            answer = answer.with("user", Json.of(query.user().get()));
        }
        boolean all = question.seen().isEmpty();
        BiFunction<Ledger.Query, Ledger.By, List<Ledger.Sum>> read = all ? ledger::sums : own::sums;
        List<Ledger.Sum> sums = read.apply(query, by.orElse(Ledger.By.BACKEND));
        // A request has one user, model and so on, but may count for several teams.
        List<Ledger.Sum> parts =
                by.equals(Optional.of(Ledger.By.TEAM))
                        ? read.apply(query, Ledger.By.BACKEND)
                        : sums;
        Ledger.Sum total = parts.stream().reduce(Ledger.Sum.NONE, Ledger.Sum::plus);
        answer = answer.with("total", json(total));
        if (by.isPresent()) {
            List<Json> data =
                    sums.stream()
                            .<Json>map(
                                    sum ->
                                            Json.Obj.EMPTY
                                                    .with("name", Json.of(sum.name()))
                                                    .withAll(json(sum)))
                            .toList();
            answer =
                    answer.with("by", Json.of(LedgerQuestion.word(by.get())))
                            .with("data", new Json.Arr(data));
        }
        call.send(Answer.json(answer));
    }

    private static Json.Obj json(Ledger.Sum sum) {
        long average = sum.requests() == 0 ? 0 : sum.latencyMillis() / sum.requests();
        return Json.Obj.EMPTY
                .with("requests", Json.of(sum.requests()))
                .with("failed", Json.of(sum.failed()))
                .with("prompt_tokens", Json.of(sum.promptTokens()))
                .with("completion_tokens", Json.of(sum.completionTokens()))
                .with("cost", LedgerJson.money(sum.cost()))
                .with("average_latency_ms", Json.of(average));
    }

    private void history(Call call) {
        LedgerQuestion question =
                question(call).with("from", "until", "user", "limit", "before", "format");
        Ledger.Query query =
                question.since(question.choice(Instant.EPOCH, false), question.since());
        Optional<String> before = question.query().only("before");
        Format format =
                question.query()
                        .only("format")
                        .map(text -> LedgerQuestion.oneOf("format", text, Format.values()))
                        .orElse(Format.JSON);
        if (format == Format.JSON) {
            int limit = question.limit(USUAL_ENTRIES, MOST_ENTRIES);
            call.send(Answer.json(page(ledger.newest(query, before, limit + 1), limit)));
        } else {
            int limit = question.limit(MOST_ENTRIES, MOST_EXPORTED);
            export(call, query, before, limit, format);
        }
    }

    /** Answers with one entry and its content. A reading of another user's content is audited. */
    private void entry(Call call) {
        LedgerQuestion question = question(call).with();
        String id = call.request().path().pathParameters().get("id");
        LedgerEntry entry =
                ledger.find(id)
                        .filter(question::maySee)
                        .map(
                                found ->
                                        question.seen().isEmpty() || isKnown(call)
                                                ? found
                                                : found.withContent(Optional.empty()))
                        .orElseThrow(LedgerRoutes::noEntry);
        if (entry.content().isPresent()
                && !entry.user().equals(LedgerQuestion.ownName(call.caller()))) {
            audit.add(
                    new AuditEntry(
                            clock.instant(),
                            call.caller().name(),
                            "ledger.content",
                            entry.user(),
                            "",
                            Json.Obj.EMPTY.with("id", Json.of(entry.id())).toString()));
        }
        call.send(Answer.json(LedgerJson.json(entry)));
    }

    /** Callers without a key have the name of their address, which several people may share. */
    private static boolean isKnown(Call call) {
        return call.caller().identity().user().isPresent();
    }

    private static FailureException noEntry() {
        return new FailureException(
                new Failure.NotFound("no request with this id; see the list of /v1/history"));
    }

    /**
     * Returns a page of entries.
     *
     * @param read the entries, and one more if there are more
     */
    private static Json.Obj page(List<LedgerEntry> read, int limit) {
        List<LedgerEntry> shown = read.size() > limit ? read.subList(0, limit) : read;
        Json.Obj page =
                Json.Obj.EMPTY
                        .with("object", Json.of("list"))
                        .with(
                                "data",
                                new Json.Arr(shown.stream().<Json>map(LedgerJson::json).toList()))
                        .with("has_more", Json.of(read.size() > limit));
        return read.size() > limit ? page.with("next_before", Json.of(shown.getLast().id())) : page;
    }

    /** Sends entries as lines; it holds one page of them at a time. */
    private void export(
            Call call, Ledger.Query query, Optional<String> before, int limit, Format format) {
        // The first page is read before the answer begins, so that a failure has a status.
        List<LedgerEntry> entries = ledger.newest(query, before, Math.min(limit, MOST_ENTRIES));
        Map<String, String> headers = Map.of("Content-Type", format.contentType);
        if (call.request().prologue().method().equals(Method.HEAD)) {
            call.sendHead(200, headers);
            return;
        }
        try {
            String first =
                    (format == Format.CSV ? LedgerRow.csvHeading() : "") + format.text(entries);
            if (first.isEmpty()) {
                call.send(new Answer(200, format.contentType, new byte[0]));
                return;
            }
            OutputStream out = call.stream(200, headers);
            write(out, first);
            int left = limit - entries.size();
            while (left > 0 && entries.size() == MOST_ENTRIES) {
                Optional<String> last = Optional.of(entries.getLast().id());
                entries = ledger.newest(query, last, Math.min(left, MOST_ENTRIES));
                if (entries.isEmpty()) {
                    break;
                }
                write(out, format.text(entries));
                left -= entries.size();
            }
            call.end();
        } catch (IOException | UncheckedIOException | ServerConnectionException e) {
            call.watch().cut();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }

    private static void write(OutputStream out, String lines) throws IOException {
        out.write(lines.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
