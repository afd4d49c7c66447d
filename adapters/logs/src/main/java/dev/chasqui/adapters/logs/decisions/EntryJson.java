package dev.chasqui.adapters.logs.decisions;

import dev.chasqui.application.port.departures.Departure;
import dev.chasqui.application.port.departures.DepartureCause;
import dev.chasqui.application.port.departures.SentBody;
import dev.chasqui.domain.json.Json;

import java.time.Instant;
import java.util.List;

/** The JSON of entries, without what the chain adds. Every text is bounded. */
final class EntryJson {
    static final String KIND = "kind";
    static final String REMOVED = "removed";
    static final String LAST = "last";
    static final String LAST_HASH = "lastHash";

    /** The most characters of a text, which a caller may have chosen. */
    private static final int MOST_TEXT = 256;

    /** The most names of a list. */
    private static final int MOST_NAMES = 32;

    private EntryJson() {}

    static Json.Obj of(Departure departure) {
        Json.Obj entry = begun(departure.at(), "departure");
        if (departure.cause().isPresent()) {
            DepartureCause cause = departure.cause().get();
            entry =
                    entry.with("request", text(cause.request()))
                            .with("try", Json.of(cause.attempt()))
                            .with("caller", text(cause.caller()))
                            .with("use", text(cause.kind()))
                            .with("asked", text(cause.asked()))
                            .with("sent", text(cause.sent()));
        }
        entry = entry.with("backend", text(departure.backend()));
        if (departure.type().isPresent()) {
            entry = entry.with("type", text(departure.type().get()));
        }
        entry = entry.with("host", text(departure.host())).with("zone", Json.of("open"));
        entry =
                departure.cause().isPresent()
                        ? entry.with("why", why(departure.cause().get().grounds()))
                        : entry.with("why", Json.of("a question of the server's own"));
        if (departure.bytes().isPresent()) {
            entry = entry.with("bytes", Json.of(departure.bytes().getAsLong()));
        }
        return departure.sha256().isPresent()
                ? entry.with("sha256", Json.of(departure.sha256().get()))
                : entry;
    }

    private static Json.Obj why(DepartureCause.Grounds grounds) {
        Json.Obj why =
                Json.Obj.EMPTY.with(
                        "zones",
                        Json.of(grounds.zonesAreNamed() ? "the caller's have open" : "any"));
        if (grounds.rule().isPresent()) {
            why = why.with("rule", text(grounds.rule().get()));
        }
        if (!grounds.agents().isEmpty()) {
            why = why.with("agents", names(grounds.agents()));
        }
        if (!grounds.skipped().isEmpty()) {
            why = why.with("skipped", names(grounds.skipped()));
        }
        if (grounds.zoneTold()) {
            why = why.with("zoneTold", Json.of(true));
        }
        if (grounds.findings().isPresent()) {
            why = why.with("guard", text(grounds.findings().get()));
        }
        if (grounds.prefersRestricted()) {
            why = why.with("budgetSoft", Json.of(true));
        }
        return why.with("choice", text(grounds.choice()));
    }

    static Json.Obj of(SentBody body) {
        Json.Obj entry = begun(body.at(), "body");
        if (body.of().cause().isPresent()) {
            DepartureCause cause = body.of().cause().get();
            entry =
                    entry.with("request", text(cause.request()))
                            .with("try", Json.of(cause.attempt()));
        }
        return entry.with("backend", text(body.of().backend()))
                .with("bytes", Json.of(body.bytes()))
                .with("sha256", Json.of(body.sha256()))
                .with("whole", Json.of(body.whole()));
    }

    /** Returns the first entry of a file. */
    static Json.Obj file(Instant at) {
        return begun(at, "file");
    }

    /** Returns the entry about the ledger itself, which is switched on or off. */
    static Json.Obj switched(Instant at, boolean on) {
        return begun(at, on ? "on" : "off");
    }

    /** Returns the entry about calls that have none. */
    static Json.Obj missing(Instant at, long count) {
        return begun(at, "missing").with("count", Json.of(count));
    }

    /** Returns the entry about bytes behind the chain that a crash left. */
    static Json.Obj torn(Instant at, ChainEnd.Torn torn) {
        return begun(at, "torn")
                .with("bytes", Json.of(torn.bytes()))
                .with("sha256", Json.of(torn.sha256()));
    }

    /**
     * Returns the entry about files that are removed for their age or their size.
     *
     * @param last the number of their last line
     * @param hash the hash of that line
     */
    static Json.Obj removed(Instant at, int files, long last, String hash) {
        return begun(at, REMOVED)
                .with("files", Json.of(files))
                .with(LAST, Json.of(last))
                .with(LAST_HASH, Json.of(hash));
    }

    private static Json.Obj begun(Instant at, String kind) {
        return Json.Obj.EMPTY.with("at", Json.of(at.toString())).with(KIND, Json.of(kind));
    }

    private static Json.Arr names(List<String> names) {
        return new Json.Arr(names.stream().limit(MOST_NAMES).<Json>map(EntryJson::text).toList());
    }

    private static Json text(String text) {
        return Json.of(text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT));
    }
}
