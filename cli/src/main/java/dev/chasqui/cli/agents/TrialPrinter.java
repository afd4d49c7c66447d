package dev.chasqui.cli.agents;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.text.Printable;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The printer of {@code chasqui agents try}: the text of the reply as it comes, or one JSON object
 * at its end; everything else goes to standard error.
 */
final class TrialPrinter implements TryOutput {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final StringBuilder text = new StringBuilder();
    private final List<Json> progress = new ArrayList<>();
    private final Map<String, Json> notes = new LinkedHashMap<>();
    private int pieces;
    private String finish = "";

    TrialPrinter(PrintWriter out, PrintWriter err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    @Override
    public synchronized void event(ReplyEvent event) {
        switch (event) {
            case ReplyEvent.Text piece when !piece.text().isEmpty() -> print(piece.text());
            case ReplyEvent.Progress said -> progress(said.text());
            case ReplyEvent.Note note -> {
                notes.put(note.name(), note.value());
                line("note " + note.name() + ": " + note.value());
            }
            case ReplyEvent.Cited cited ->
                    cited.citations()
                            .forEach(
                                    each ->
                                            line(
                                                    "cited ["
                                                            + each.number()
                                                            + "] "
                                                            + each.document()));
            case ReplyEvent.ToolCallDelta call -> {
                if (!call.name().isEmpty()) {
                    line("tool call: " + call.name());
                }
            }
            case ReplyEvent.Finish end -> finish = end.reason().name();
            default -> {}
        }
    }

    private void print(String piece) {
        pieces++;
        text.append(piece);
        if (!json) {
            out.print(piece);
            out.flush();
        }
    }

    @Override
    public synchronized void progress(String said) {
        progress.add(Json.of(said));
        line("progress: " + said);
    }

    @Override
    public synchronized void remark(String said) {
        line(said);
    }

    @Override
    public synchronized void thrown(Throwable exception) {
        exception.printStackTrace(err);
        err.flush();
    }

    private void line(String said) {
        err.println(Printable.of(said));
        err.flush();
    }

    /** Ends the last line of the text. */
    synchronized void breakOff() {
        if (!json && !text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            out.println();
            out.flush();
        }
    }

    /** Ends the last line, or prints the object. */
    synchronized void end() {
        if (json) {
            out.println(
                    Json.Obj.EMPTY
                            .with("text", Json.of(text.toString()))
                            .with("pieces", Json.of(pieces))
                            .with("finish", Json.of(finish))
                            .with("progress", new Json.Arr(progress))
                            .with("notes", new Json.Obj(notes)));
        } else {
            breakOff();
        }
        if (finish.equals(FinishReason.LENGTH.name())) {
            line("The reply ends here because it reached its limit.");
        }
        out.flush();
    }
}
