package dev.chasqui.domain.exchange;

import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.json.Json;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The journey of one request and its reply.
 *
 * <p>Safe for use by several threads.
 */
public final class Exchange {
    private final String id;
    private final Caller caller;
    private final Dialect dialect;
    private final List<String> hops;
    private final Consumer<String> progress;
    private final boolean showLoading;
    private final boolean mayShorten;
    private final Cancellation cancellation = new Cancellation();
    private final Map<String, String> metadata;
    private final BiConsumer<String, Json> notes;

    /** Makes an exchange whose request comes straight from its client. */
    public Exchange(String id, Caller caller, Dialect dialect, Consumer<String> progress) {
        this(id, caller, dialect, List.of(), progress, false);
    }

    /** Makes an exchange whose conversation must stay whole. */
    public Exchange(
            String id,
            Caller caller,
            Dialect dialect,
            List<String> hops,
            Consumer<String> progress,
            boolean showLoading) {
        this(id, caller, dialect, hops, progress, showLoading, false);
    }

    /**
     * @param id unique; the client sees it as {@code x-request-id}
     * @param dialect the dialect of the client
     * @param hops the servers of our kind that the request has been through, the first one first
     * @param progress the receiver of {@link #progress(String)} texts
     * @param showLoading true if it receives {@link #loading(String)} texts, too
     * @param mayShorten true if messages may be left out of a conversation that does not fit
     */
    public Exchange(
            String id,
            Caller caller,
            Dialect dialect,
            List<String> hops,
            Consumer<String> progress,
            boolean showLoading,
            boolean mayShorten) {
        this.id = id;
        this.caller = caller;
        this.dialect = dialect;
        this.hops = List.copyOf(hops);
        this.progress = progress;
        this.showLoading = showLoading;
        this.mayShorten = mayShorten;
        this.metadata = new ConcurrentHashMap<>();
        this.notes = (_, _) -> {};
    }

    private Exchange(
            Exchange of,
            Consumer<String> progress,
            Map<String, String> metadata,
            BiConsumer<String, Json> notes) {
        this.id = of.id;
        this.caller = of.caller;
        this.dialect = of.dialect;
        this.hops = of.hops;
        this.progress = progress;
        this.showLoading = of.showLoading;
        this.mayShorten = of.mayShorten;
        this.metadata = metadata;
        this.notes = notes;
    }

    public String id() {
        return id;
    }

    public Caller caller() {
        return caller;
    }

    /** Returns the dialect of the client. */
    public Dialect dialect() {
        return dialect;
    }

    /**
     * Returns the servers of our kind that the request has been through; backends are told of them.
     */
    public List<String> hops() {
        return hops;
    }

    public Cancellation cancellation() {
        return cancellation;
    }

    /**
     * Returns the notes that the agents of this exchange leave for one another. Safe for use by
     * several threads.
     */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * Makes a branch of this exchange: it has the same id and caller, a copy of the notes, and a
     * cancellation of its own. Cancelling this exchange cancels the branch, but not the other way
     * round. A cancelled branch is no longer held by this exchange: code that makes many branches
     * must cancel each one when it is over, however it ended.
     *
     * @param progress the receiver of the branch's progress
     */
    public Exchange branch(Consumer<String> progress) {
        Exchange branch = new Exchange(this, progress, new ConcurrentHashMap<>(metadata), notes);
        var held = cancellation.onCancel(branch.cancellation::cancel);
        var _ = branch.cancellation.onCancel(held::close);
        return branch;
    }

    /**
     * Makes a scope of this exchange: what is registered with the scope's cancellation can be
     * closed by itself, and its progress and notes go to receivers of its own; all else is shared.
     * Cancelling this exchange cancels the scope, but not the other way round. The server makes one
     * for each agent; an agent that wants its own makes a {@link #branch}.
     *
     * @param progress the receiver of the scope's progress
     * @param notes the receiver of {@link #note}
     * @param closing runs the closers of the scope when this exchange is cancelled
     */
    public Exchange scope(
            Consumer<String> progress, BiConsumer<String, Json> notes, Executor closing) {
        Exchange scope = new Exchange(this, progress, metadata, notes);
        var _ = cancellation.onCancel(() -> closing.execute(() -> scope.cancellation().cancel()));
        return scope;
    }

    /**
     * Leaves a fact about the work of an agent for the trace that a client may ask for ({@code
     * X-Chasqui-Trace}), such as the number of passages that it found. The server keeps the first
     * notes of an agent and drops those that are too many or too large; it never throws for a note.
     * Do not note the text of a conversation: whoever may see a trace may not be its author.
     *
     * @param name a short name for programs, such as {@code passages}
     * @param value the fact
     */
    public void note(String name, Json value) {
        notes.accept(name, value);
    }

    /**
     * Returns true if messages may be left out of the middle of a conversation that does not fit
     * the model's context.
     */
    public boolean mayShorten() {
        return mayShorten;
    }

    /** Returns true if the client is shown {@link #loading(String)} texts. */
    public boolean showsLoading() {
        return showLoading;
    }

    /** Reports progress to the client before there is an answer. */
    public void progress(String text) {
        progress.accept(text);
    }

    /** Reports the progress of loading the model to the client, if it is shown that. */
    public void loading(String text) {
        if (showLoading) {
            progress(text);
        }
    }
}
