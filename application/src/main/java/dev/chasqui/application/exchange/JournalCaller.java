package dev.chasqui.application.exchange;

import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.routing.RouteCaller;
import dev.chasqui.application.routing.TierWish;
import dev.chasqui.domain.model.Zone;

import java.util.Optional;

/**
 * The rights of a request in the choice of its backend.
 *
 * @param staysInside true if the request stays in this network
 */
record JournalCaller(Journal journal, boolean staysInside) implements RouteCaller {

    /**
     * @param model the model name that the request asks for
     */
    static JournalCaller of(Journal journal, String model) {
        return new JournalCaller(
                journal,
                journal.backends().keepsInside(model) || journal.backends().held().isPresent());
    }

    /**
     * Returns the rights for one model.
     *
     * @param also true if its requests stay in this network, whatever those of others do
     */
    JournalCaller inside(boolean also) {
        return also && !staysInside ? new JournalCaller(journal, true) : this;
    }

    /** Returns true if the backend is outside, and the request stays inside. */
    boolean isTooFar(Candidate candidate) {
        return staysInside && candidate.backend().zone() == Zone.OPEN;
    }

    @Override
    public boolean mayReach(Candidate candidate) {
        return !isTooFar(candidate) && journal.mayReach(candidate);
    }

    @Override
    public TierWish tier() {
        return journal.backends().tier();
    }

    @Override
    public String name() {
        return journal.permit().map(permit -> permit.caller().name()).orElse("");
    }

    @Override
    public Optional<String> session() {
        return journal.backends().session();
    }

    @Override
    public Optional<String> heldInside() {
        return journal.backends().held();
    }

    @Override
    public boolean prefersRestricted() {
        return journal.prefersRestricted();
    }
}
