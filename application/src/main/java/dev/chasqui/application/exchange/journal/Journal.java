package dev.chasqui.application.exchange.journal;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.port.exchange.ExchangeContent;
import dev.chasqui.application.port.exchange.ExchangeListener;
import dev.chasqui.application.port.exchange.LimitState;
import dev.chasqui.application.port.exchange.ModelUsage;
import dev.chasqui.application.port.exchange.Permit;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The notes on one exchange, for the log, the metrics and the reply's headers. Safe for use by
 * several threads.
 */
public final class Journal {
    /** The name of the note by which an agent tells that it keeps replies. */
    private static final String CACHE = "cache";

    private final Instant startedAt;
    private final long startedNanos;
    private final AtomicInteger openCalls;
    private final AskedBackends backends;
    private final AgentNotes agents;
    private final List<String> dropped = new ArrayList<>();
    private final AtomicInteger leftOut = new AtomicInteger();
    private volatile @Nullable String model;
    private volatile @Nullable RequestKind kind;
    private volatile @Nullable Duration firstEvent;
    private volatile @Nullable Usage usage;
    private volatile @Nullable Supplier<String> sent;
    private volatile boolean traced;
    private volatile @Nullable String cache;
    private volatile @Nullable Permit permit;
    private volatile @Nullable LimitState refused;
    private volatile @Nullable SpentTokens spent;
    private volatile @Nullable KeptContent kept;
    private volatile Runnable whenComplete = () -> {};

    public Journal(Instant startedAt) {
        this.startedAt = startedAt;
        startedNanos = System.nanoTime();
        openCalls = new AtomicInteger();
        backends = new AskedBackends();
        agents = new AgentNotes(startedNanos);
    }

    private Journal(Journal first, Permit rights) {
        startedAt = first.startedAt;
        startedNanos = first.startedNanos;
        openCalls = first.openCalls;
        backends = first.backends;
        agents = first.agents;
        model = first.model;
        kind = first.kind;
        permit = rights;
        meter();
    }

    /**
     * Returns the journal of a question that this exchange asks for several. It shares the notes on
     * backends and agents; what the answer uses and leaves out is noted in it alone.
     *
     * @param rights the rights of the question
     */
    public Journal ofQuestion(Permit rights) {
        return new Journal(this, rights);
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** Returns the time since the exchange began. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** Keeps the text of the request and of the answer from now on if a listener wants it. */
    public void keepContentFor(List<ExchangeListener> listeners) {
        if (listeners.stream().anyMatch(ExchangeListener::wantsContent)) {
            kept = new KeptContent();
        }
    }

    /** Returns the text of the exchange up to now; empty if it is not kept. */
    public Optional<ExchangeContent> content() {
        return Optional.ofNullable(kept).map(KeptContent::toContent);
    }

    /** Notes the text of the client's request; reading it may fail, see {@link #sent}. */
    public void received(Supplier<String> text) {
        KeptContent content = kept;
        if (content != null) {
            content.question(text);
        }
    }

    /** Returns the counter of the exchange's open calls to backends. */
    public AtomicInteger openCalls() {
        return openCalls;
    }

    /** Notes the name of the model that the client asks for; called by the request's thread. */
    public void model(String name) {
        model = name;
    }

    /** Notes the kind of the request; called by the request's thread. */
    public void kind(RequestKind of) {
        kind = of;
    }

    /** Notes the permit of the exchange. */
    public void admitted(Permit given) {
        permit = given;
        if (given.isCounted()) {
            meter();
        }
    }

    /**
     * Has the tokens of each backend's answer counted from now on, since the caller has limits, or
     * since several models may answer.
     */
    public void meter() {
        var _ = counts();
    }

    private synchronized SpentTokens counts() {
        SpentTokens counts = spent;
        if (counts == null) {
            counts = new SpentTokens();
            spent = counts;
        }
        return counts;
    }

    /**
     * Checks the exchange's permit for a model that an agent of the caller's choice asks for.
     *
     * @throws dev.chasqui.domain.failure.FailureException if the caller may not ask for it
     */
    public void checkModel(String name) {
        permit().ifPresent(given -> given.asksFor(name));
    }

    /** Checks and counts a model that is asked in place of another, see {@link Permit#standsIn}. */
    public void checkStandIn(String name) {
        permit().ifPresent(given -> given.standsIn(name));
        permit().filter(Permit::isCounted).ifPresent(_ -> meter());
    }

    /** Returns the permit of the exchange; empty before it is admitted. */
    public Optional<Permit> permit() {
        return Optional.ofNullable(permit);
    }

    /**
     * Checks the exchange's permit for a backend that is about to be asked.
     *
     * @throws dev.chasqui.domain.failure.FailureException if the caller may not ask it
     */
    public void checkPermit(Candidate candidate) {
        Permit given = permit;
        if (given != null) {
            given.asks(
                    candidate.backend().name(), candidate.model().id(), candidate.backend().zone());
        }
    }

    /** Returns true if the exchange shall ask backends of this network before others. */
    public boolean prefersRestricted() {
        return permit().filter(Permit::prefersRestricted).isPresent();
    }

    /** Returns true if a backend may get a question beside the request, such as a token count. */
    public boolean mayReach(Candidate candidate) {
        return permit().filter(given -> !given.mayReach(candidate.backend().zone())).isEmpty();
    }

    /** Sets what is done when the answer is complete; it may be called several times. */
    public void whenComplete(Runnable action) {
        whenComplete = action;
    }

    /**
     * Notes that the answer is complete and its end is about to be sent. The exchange counts as
     * over from now on, so that a client which has seen the end may send its next request.
     */
    public void complete() {
        whenComplete.run();
    }

    /** Notes the limits for which the exchange was refused. */
    public void refused(LimitState limits) {
        refused = limits;
    }

    /** Returns what is left of the caller's limits now; empty if there are none. */
    public Optional<LimitState> limits() {
        Permit given = permit;
        return given == null ? Optional.ofNullable(refused) : given.state();
    }

    /**
     * Returns a reply of a backend whose tokens are counted if the usage of the exchange counts.
     *
     * @param by the model that answers
     * @param promptBytes returns the size of the request
     */
    public ChatReply metered(ChatReply reply, Candidate by, LongSupplier promptBytes) {
        SpentTokens counts = spent;
        return counts == null ? reply : counts.metered(reply, by, promptBytes);
    }

    /**
     * Returns a reply that several exchanges get, {@link #metered} as far as this one reads it.
     *
     * @param paid returns the tokens that this exchange pays for
     */
    public ChatReply shared(
            ChatReply reply, Candidate by, LongSupplier promptBytes, Supplier<Usage> paid) {
        return counts().shared(reply, by, promptBytes, paid);
    }

    /** Notes a whole answer that several exchanges get, of which this one pays for some tokens. */
    public void shared(Candidate by, Usage used, Usage paid) {
        counts().shared(by, used, paid);
    }

    /**
     * Returns the tokens that backends have used until now, also for answers that broke off.
     *
     * @param chat true if the exchange is a chat, of which every call of a backend is counted
     * @return the tokens; empty if an answer has begun and nobody knows its usage
     */
    public Optional<Usage> spent(boolean chat) {
        SpentTokens counts = spent;
        if (chat && counts != null) {
            return Optional.of(counts.total());
        }
        return AskedBackends.counted(usage(), firstEvent != null);
    }

    /**
     * Returns the tokens, images and audio of each model of a backend that the exchange pays for;
     * empty if they are not known. Called at its end.
     */
    public List<ModelUsage> spentByModel() {
        SpentTokens counts = spent;
        List<ModelUsage> counted = counts == null ? List.of() : counts.byModel();
        return counted.isEmpty() ? backends.usage(usage()) : counted;
    }

    /** Returns the notes on the agents. */
    public AgentNotes agents() {
        return agents;
    }

    /** Returns the notes on the backends and models that were asked. */
    public AskedBackends backends() {
        return backends;
    }

    /** Notes that the reply shall carry the trace of the exchange. */
    public void trace() {
        traced = true;
    }

    /** Returns true if the reply shall carry the trace of the exchange. */
    public boolean isTraced() {
        return traced;
    }

    /** Notes members of the request that have no meaning for the backend. */
    public synchronized void dropped(List<String> members) {
        dropped.addAll(members);
    }

    /** Notes tokens that were left out of a conversation so that it fits. */
    public void leftOut(int tokens) {
        leftOut.addAndGet(tokens);
    }

    /**
     * Notes the text of the request that goes to a backend; the last one is kept.
     *
     * @param content returns the text, or throws {@link FailureException} if it cannot be read
     */
    public void sent(Supplier<String> content) {
        sent = content;
        // Not every kind of request has told its text before.
        received(content);
    }

    /** Notes that the backend got content that nobody reads, so none of its words are kept. */
    public void sentUnread() {
        sent =
                () -> {
                    throw new FailureException(new Failure.Internal());
                };
    }

    /** Returns a failure of this exchange without content, for others than the caller. */
    public Failure withoutContent(Failure failure) {
        return ContentRedaction.redact(failure, Optional.ofNullable(sent));
    }

    /** Notes an event on its way to the client, and returns it. */
    public ReplyEvent event(ReplyEvent event) {
        begun();
        switch (event) {
            case ReplyEvent.UsageReport(Usage reported, var _) -> used(reported);
            case ReplyEvent.Note(String name, Json.Str(String value)) when name.equals(CACHE) ->
                    cache = value;
            default -> {}
        }
        KeptContent content = kept;
        if (content != null) {
            content.event(event);
        }
        return event;
    }

    /** Notes that a part of the answer is on its way to the client. */
    public void begun() {
        if (firstEvent == null) {
            firstEvent = elapsed();
        }
    }

    /** Notes the usage that the backend reports. */
    public void used(Usage reported) {
        usage = reported;
    }

    /** Notes what a model used for one question of several, beside that for the others. */
    public synchronized void usedToo(Candidate by, Usage more) {
        Usage before = usage;
        usage = before == null ? more : before.plus(more);
        counts().add(by, more);
    }

    /** Notes an answer that came as a whole, and its usage if that is known. */
    public void whole(Optional<Usage> used) {
        firstEvent = elapsed();
        usage = used.orElse(null);
    }

    /** Returns the model name that the client asked for. */
    public Optional<String> model() {
        return Optional.ofNullable(model);
    }

    /** Returns the kind of the request; empty if it did not get that far. */
    public Optional<RequestKind> kind() {
        return Optional.ofNullable(kind);
    }

    /** Returns the members of the request that had no meaning for the backend. */
    public synchronized List<String> dropped() {
        return List.copyOf(dropped);
    }

    /** Returns the number of tokens that were left out so that the request fits. */
    public int leftOut() {
        return leftOut.get();
    }

    /** Returns the result of an agent that keeps replies, such as {@code hit}; or empty. */
    public Optional<String> cache() {
        return Optional.ofNullable(cache);
    }

    /** Returns the time from the start to the first event of the reply; empty before that. */
    public Optional<Duration> firstEvent() {
        return Optional.ofNullable(firstEvent);
    }

    public Optional<Usage> usage() {
        return Optional.ofNullable(usage);
    }
}
