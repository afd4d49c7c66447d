package dev.chasqui.application.exchange.journal;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.domain.model.Zone;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

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
    private @Nullable Zone askedZone;
    private @Nullable Zone answeredZone;

    AskedBackends() {}

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

    /** Notes a model that answered a part of the exchange, and its backend. */
    public synchronized void answered(Candidate candidate) {
        answered = oneOrSeveral(answered, candidate.backend().name());
        answeredModel = oneOrSeveral(answeredModel, candidate.model().id());
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

    /** Returns the one model that has answered; empty if there is none, or several. */
    synchronized Optional<String> onlyModel() {
        return Optional.ofNullable(answeredModel).filter(name -> !name.equals(SEVERAL));
    }

    /**
     * Returns the zone of the backend that answered, {@link Zone#OPEN} if one of several is in it;
     * if none answered, that of the one that was asked last.
     */
    public synchronized Optional<Zone> zone() {
        return Optional.ofNullable(answeredZone).or(() -> Optional.ofNullable(askedZone));
    }
}
