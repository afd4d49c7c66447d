package dev.chasqui.application.exchange.journal;

import dev.chasqui.application.budgets.EstimatedCost;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.port.exchange.MediaUsage;
import dev.chasqui.application.port.exchange.ModelUsage;
import dev.chasqui.application.routing.TierWish;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.Usage;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The backends and models that one exchange asked, and those that answered. Safe for use by several
 * threads.
 */
public final class AskedBackends {
    /**
     * The name in place of a backend's or a model's if more than one answered a part of the
     * exchange.
     */
    public static final String SEVERAL = "several";

    private @Nullable String asked;
    private @Nullable String answered;
    private @Nullable String askedModel;
    private @Nullable String answeredModel;
    private @Nullable String answeredType;
    private @Nullable EstimatedCost cost;
    private @Nullable Zone askedZone;
    private @Nullable Zone answeredZone;
    private MediaUsage media = MediaUsage.NONE;
    private @Nullable Receipt last;
    private final Set<String> standIns = new LinkedHashSet<>(0);

    /** The models of which an agent was told that their requests stay in this network. */
    private final Set<String> inside = new HashSet<>(0);

    /** The models of which an agent was told that their requests may leave. */
    private final Set<String> leaving = new HashSet<>(0);

    private int tries;
    private @Nullable String session;
    private long leftOut;
    private @Nullable String held;
    private TierWish tier = TierWish.STRICT;
    private boolean resumes;

    AskedBackends() {}

    /** Notes the caller's wish for the tier of backends. */
    public synchronized void wish(TierWish of) {
        tier = of;
    }

    /** Notes that the caller wants a reply continued that breaks off. */
    public synchronized void resume() {
        resumes = true;
    }

    /** Returns true if the caller wants a reply continued that breaks off. */
    public synchronized boolean resumes() {
        return resumes;
    }

    /** Returns the caller's wish for the tier of backends. */
    public synchronized TierWish tier() {
        return tier;
    }

    /** Notes the session that the request belongs to, as a header names it. */
    public synchronized void session(String name) {
        session = name;
    }

    /** Returns the session that the request belongs to; empty if no header names it. */
    public synchronized Optional<String> session() {
        return Optional.ofNullable(session);
    }

    /** Notes the number of stored messages of the session that were not sent. */
    public synchronized void leaveOut(long messages) {
        leftOut = messages;
    }

    /** Returns the number of stored messages of the session that were not sent. */
    public synchronized long leftOut() {
        return leftOut;
    }

    /** Keeps the requests of the exchange in this network from now on; the first reason counts. */
    public synchronized void hold(String why) {
        if (held == null) {
            held = why;
        }
    }

    /** Returns why the requests of the exchange stay in this network; empty if they need not. */
    public synchronized Optional<String> held() {
        return Optional.ofNullable(held);
    }

    /** Notes that an agent relies on this model's requests to stay in this network. */
    public synchronized void keepInside(String model) {
        inside.add(model);
    }

    /** Returns true if an agent relies on this model's requests to stay in this network. */
    public synchronized boolean keepsInside(String model) {
        return inside.contains(model);
    }

    /** Notes that an agent was told that this model's requests may leave this network. */
    public synchronized void letLeave(String model) {
        leaving.add(model);
    }

    /** Returns true if an agent was told that this model's requests may leave this network. */
    public synchronized boolean leaves(String model) {
        return leaving.contains(model);
    }

    /** Counts a try, which is sent to a backend, and returns its number from 1. */
    public synchronized int beginTry() {
        return ++tries;
    }

    /** Notes the name of a backend that is asked. */
    public synchronized void asked(String backend) {
        asked = backend;
    }

    /** Notes a model that is asked, and its backend. */
    public synchronized void asked(Candidate candidate) {
        asked(candidate.backend().name());
        askedModel = candidate.model().id();
        askedZone = candidate.backend().zone();
    }

    /** Notes a backend that answered a part of the exchange, and how it came to that. */
    public synchronized void answered(Receipt receipt) {
        Candidate candidate = receipt.chosen().candidate();
        last = receipt;
        receipt.fallback().ifPresent(standIns::add);
        answered = oneOrSeveral(answered, candidate.backend().name());
        answeredModel = oneOrSeveral(answeredModel, candidate.model().id());
        answeredType =
                candidate
                        .backend()
                        .type()
                        .map(type -> oneOrSeveral(answeredType, type))
                        .orElse(answeredType);
        cost = receipt.cost().map(one -> cost == null ? one : cost.plus(one)).orElse(cost);
        answeredZone = answeredZone == Zone.OPEN ? Zone.OPEN : candidate.backend().zone();
    }

    private static String oneOrSeveral(@Nullable String before, String now) {
        return before == null || before.equals(now) ? now : SEVERAL;
    }

    /**
     * Returns the name of the backend that answered, {@link #SEVERAL} if more than one did; if none
     * answered, the name of the one that was asked last.
     */
    public synchronized Optional<String> name() {
        return Optional.ofNullable(answered).or(() -> Optional.ofNullable(asked));
    }

    /**
     * Returns the name by which the backend lists the model that answered, {@link #SEVERAL} if more
     * than one did; if none answered, the name of the one that was asked last.
     */
    public synchronized Optional<String> listedModel() {
        return Optional.ofNullable(answeredModel).or(() -> Optional.ofNullable(askedModel));
    }

    /** Returns the models that have answered in place of others. */
    public synchronized List<String> standIns() {
        return List.copyOf(standIns);
    }

    /**
     * Returns the model that gave the last answer in place of the one that was asked for; empty if
     * that one did.
     */
    public synchronized Optional<String> fallback() {
        return last == null ? Optional.empty() : last.fallback();
    }

    /**
     * Returns the type of the backend that answered, {@link #SEVERAL} if backends of more than one
     * did; empty if it is not known.
     */
    public synchronized Optional<String> type() {
        return Optional.ofNullable(answeredType);
    }

    /** Returns the estimated cost of all answers whose models have a price; empty if none has. */
    public synchronized Optional<EstimatedCost> cost() {
        return Optional.ofNullable(cost);
    }

    /** Returns the reason, in words, why the last answer is of its backend; empty without one. */
    public synchronized Optional<String> routeReason() {
        return last == null ? Optional.empty() : Optional.of(last.reason());
    }

    /**
     * Returns the tokens that count for the exchange: none before an answer has begun.
     *
     * @param tokens the tokens of the answer; empty if nobody knows them
     */
    static Optional<Usage> counted(Optional<Usage> tokens, boolean begun) {
        return !begun && tokens.isEmpty() ? Optional.of(Usage.of(0, 0)) : tokens;
    }

    /** Returns the one model that has answered; empty if there is none, or several. */
    private Optional<String> onlyModel() {
        return Optional.ofNullable(answeredModel).filter(name -> !name.equals(SEVERAL));
    }

    /** Notes the images and the audio of the answer; the last note counts. */
    synchronized void media(MediaUsage of) {
        media = of;
    }

    /**
     * Returns the usage of the one model that has answered; empty if there is none, or several, or
     * nothing is known.
     *
     * @param reported the tokens, if they are known
     */
    synchronized List<ModelUsage> usage(Optional<Usage> reported) {
        Optional<Usage> tokens = counted(reported, true);
        Optional<String> model = onlyModel();
        return model.isPresent() && (tokens.isPresent() || !media.equals(MediaUsage.NONE))
                ? List.of(
                        new ModelUsage(
                                name().orElse(SEVERAL),
                                model.get(),
                                tokens.orElseGet(() -> Usage.of(0, 0)),
                                media))
                : List.of();
    }

    /**
     * Returns the zone of the backend that answered, {@link Zone#OPEN} if one of several is in it;
     * if none answered, that of the one that was asked last.
     */
    public synchronized Optional<Zone> zone() {
        return Optional.ofNullable(answeredZone).or(() -> Optional.ofNullable(askedZone));
    }
}
