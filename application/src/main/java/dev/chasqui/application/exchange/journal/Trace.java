package dev.chasqui.application.exchange.journal;

import dev.chasqui.application.port.exchange.AgentReport;
import dev.chasqui.domain.json.Json;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The trace of an exchange as JSON, for a caller that asked for it and may see it. */
final class Trace {
    private Trace() {}

    /** Returns the trace up to now. */
    static Json.Obj of(Journal journal) {
        Map<String, Json> members = new LinkedHashMap<>();
        journal.model().ifPresent(model -> members.put("model", Json.of(model)));
        journal.backends().name().ifPresent(backend -> members.put("backend", Json.of(backend)));
        members.put("elapsedMs", ms(journal.elapsed()));
        List<AgentReport> reports = journal.agents().reports();
        members.put("agents", new Json.Arr(reports.stream().<Json>map(Trace::of).toList()));
        return new Json.Obj(members);
    }

    private static Json.Obj of(AgentReport report) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("agent", Json.of(report.agent()));
        members.put("outcome", Json.of(report.outcome().label()));
        report.reason().ifPresent(reason -> members.put("reason", Json.of(reason)));
        members.put("begunMs", ms(report.begun()));
        members.put("ownMs", ms(report.ownTime()));
        members.put("calls", Json.of(report.calls()));
        members.put("requestChanged", Json.of(report.requestChanged()));
        members.put("addedCharacters", Json.of(report.addedChars()));
        members.put("addedTokens", Json.of(report.addedTokens()));
        members.put("replyChanged", Json.of(report.replyChanged()));
        if (!report.notes().isEmpty()) {
            members.put(
                    "notes", new Json.Arr(report.notes().stream().<Json>map(Trace::of).toList()));
        }
        return new Json.Obj(members);
    }

    private static Json.Obj of(AgentReport.Note note) {
        return Json.Obj.EMPTY
                .with("atMs", ms(note.at()))
                .with("name", Json.of(note.name()))
                .with("value", note.value());
    }

    /** Returns a time in milliseconds, with microseconds. */
    private static Json ms(Duration time) {
        return new Json.Num(
                Double.toString(TimeUnit.NANOSECONDS.toMicros(time.toNanos()) / 1000.0));
    }
}
