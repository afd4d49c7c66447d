package dev.chasqui.application.port.exchange;

import dev.chasqui.domain.command.CommandRights;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.Usage;

import java.util.List;
import java.util.Optional;

/** The right of one request to go on. */
public interface Permit extends AutoCloseable {

    /** Returns the caller of the request. */
    Caller caller();

    /** Returns the commands that the caller may use. */
    CommandRights rights();

    /**
     * Notes the usage of the request; called before {@link #close}, if at all.
     *
     * @param usage the tokens; empty if they are not known
     * @param byModel the tokens of each model; empty if they are not known
     */
    void used(Optional<Usage> usage, List<ModelUsage> byModel);

    /**
     * Checks that the caller may ask for a model: the one that the request names, once the commands
     * behind it are known, and another one that an agent of the caller's choice asks for.
     *
     * @param name the name of the model alone; it may be an alias
     * @throws dev.chasqui.domain.failure.FailureException with {@code Forbidden} if it may not
     */
    default void asksFor(String name) {}

    /**
     * Notes that a backend is about to be asked; called before each try, also of branches.
     *
     * @param backend the name of the backend
     * @param model its name for the model
     * @param zone the zone of the backend
     * @throws dev.chasqui.domain.failure.FailureException if the caller may not ask this backend;
     *     another one may be tried
     */
    default void asks(String backend, String model, Zone zone) {}

    /**
     * Notes that a model is about to be asked in place of the request's own, whose limits the
     * permit has checked; called before each of its backends is asked.
     *
     * @param name the name of the model alone; it may be an alias
     * @throws dev.chasqui.domain.failure.FailureException with {@code RateLimited} if a limit of
     *     this model is reached; then nothing is counted, and another model may be asked
     */
    default void standsIn(String name) {}

    /** Returns true if backends of this network shall be asked before others. */
    default boolean prefersRestricted() {
        return false;
    }

    /**
     * Returns true if a command of the caller may use a collection of documents.
     *
     * @param name its name; empty if the command leaves the choice to its agent
     */
    default boolean mayUseCollection(Optional<String> name) {
        return true;
    }

    /**
     * Returns true if backends of a zone may get a question beside the request, such as one for a
     * count of its tokens. Nothing is reserved for it.
     */
    default boolean mayReach(Zone zone) {
        return true;
    }

    /** Returns true if the caller's rights name the zones that its requests may go to. */
    default boolean boundsZones() {
        return false;
    }

    /**
     * Returns what is left of the caller's limits, for the headers of the answer; empty if the
     * caller has neither limits nor budgets, so that the usage of the request is not worth
     * measuring. It may be called after {@link #close}.
     */
    default Optional<LimitState> state() {
        return Optional.empty();
    }

    /** Returns true if the usage of the request is counted, so that there is a {@link #state}. */
    default boolean isCounted() {
        return state().isPresent();
    }

    /** Ends the request. Idempotent. */
    @Override
    void close();
}
