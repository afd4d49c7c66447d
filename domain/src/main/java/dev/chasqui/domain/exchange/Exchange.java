package dev.chasqui.domain.exchange;

import dev.chasqui.domain.chat.Dialect;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Cancellation cancellation = new Cancellation();
    private final Map<String, String> metadata = new ConcurrentHashMap<>();

    /** An exchange whose request comes straight from its client. */
    public Exchange(String id, Caller caller, Dialect dialect, Consumer<String> progress) {
        this(id, caller, dialect, List.of(), progress, false);
    }

    /**
     * @param id unique; the client sees it as {@code x-request-id}
     * @param dialect what the client speaks
     * @param hops the servers of our kind that the request has been through, the first one first
     * @param progress takes what {@link #progress(String)} tells
     * @param showLoading whether it takes what {@link #loading(String)} tells, too
     */
    public Exchange(
            String id,
            Caller caller,
            Dialect dialect,
            List<String> hops,
            Consumer<String> progress,
            boolean showLoading) {
        this.id = id;
        this.caller = caller;
        this.dialect = dialect;
        this.hops = List.copyOf(hops);
        this.progress = progress;
        this.showLoading = showLoading;
    }

    public String id() {
        return id;
    }

    public Caller caller() {
        return caller;
    }

    /** What the client speaks. */
    public Dialect dialect() {
        return dialect;
    }

    /** The servers of our kind that the request has been through; backends are told of them. */
    public List<String> hops() {
        return hops;
    }

    public Cancellation cancellation() {
        return cancellation;
    }

    /** Notes that the agents of this exchange leave for one another. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * A branch of this exchange: it has the same id and caller, a copy of the notes, and a
     * cancellation of its own. Giving up this exchange gives up the branch, not the other way
     * round. One that is cancelled is no more held by this exchange, so who makes many cancels each
     * when it is over, however it ended.
     *
     * @param progress takes what the branch tells
     */
    public Exchange branch(Consumer<String> progress) {
        Exchange branch = new Exchange(id, caller, dialect, hops, progress, showLoading);
        branch.metadata.putAll(metadata);
        var held = cancellation.onCancel(branch.cancellation::cancel);
        var _ = branch.cancellation.onCancel(held::close);
        return branch;
    }

    /** Tells the client what is going on before there is an answer. */
    public void progress(String text) {
        progress.accept(text);
    }

    /** Tells the client how far the loading of its model is, if it wants to know. */
    public void loading(String text) {
        if (showLoading) {
            progress(text);
        }
    }
}
