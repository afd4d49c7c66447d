package dev.chasqui.cli.agents;

import dev.chasqui.domain.reply.ReplyEvent;

/** The receiver of what {@code chasqui agents try} sees. Safe for use by several threads. */
public interface TryOutput {

    /** Receives the next event of the reply. */
    void event(ReplyEvent event);

    /** Receives progress that an agent reports before its reply. */
    void progress(String text);

    /** Receives a remark for the author, such as a warning about the jar. */
    void remark(String text);

    /** Receives the exception that an agent threw. */
    void thrown(Throwable exception);
}
