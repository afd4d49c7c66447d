package dev.chasqui.bootstrap.memory;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.sessions.SummarizeConfig;
import dev.chasqui.application.exchange.InternalCalls;
import dev.chasqui.application.sessions.Sessions;
import dev.chasqui.application.sessions.summary.SessionSummaries;
import dev.chasqui.application.sessions.summary.SummarySettings;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** The summaries of the server's sessions, by its own models. */
public final class Summaries implements AutoCloseable {
    private final SessionSummaries summaries;

    /**
     * Has each session that gets a turn looked at.
     *
     * @param calls returns the calls of models; empty while the server starts
     */
    public Summaries(Sessions sessions, Supplier<Optional<InternalCalls>> calls, Config config) {
        summaries =
                new SessionSummaries(
                        sessions.store(),
                        new OwnModels(calls),
                        settings(config),
                        InstantSource.system());
        sessions.whenStored(summaries::stored);
    }

    private static SummarySettings settings(Config config) {
        SummarizeConfig summarize = config.sessions().summarize();
        return new SummarySettings(
                config.sessions().on() ? summarize.model() : Optional.empty(),
                summarize.above().stream().mapToLong(size -> size.bytes()).findFirst(),
                summarize.deadline());
    }

    /** Takes over a changed config. */
    public void change(Config next) {
        summaries.change(settings(next));
    }

    @Override
    public void close() {
        summaries.close();
    }
}
