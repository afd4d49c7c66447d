package dev.chasqui.domain.account;

import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.text.NamePattern;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The bounds on what the owner of a user or a key may ask for. A part that is empty bounds nothing.
 * What a key allows and what its user allows must both hold.
 *
 * @param models the models, by patterns of the names that clients ask for, in any case of letters
 * @param kinds the kinds of requests
 * @param agents the commands, as {@code keys[].agents} of the config spells them
 * @param collections the collections of documents, by patterns of their names
 * @param zones the zones of the backends that may get the request
 * @param priority the place in the queues of pools; a higher one comes first
 */
public record Grants(
        Optional<List<NamePattern>> models,
        Optional<Set<ModelKind>> kinds,
        Optional<List<String>> agents,
        Optional<List<NamePattern>> collections,
        Optional<Set<Zone>> zones,
        OptionalInt priority) {
    /** The highest priority, and the distance of the lowest one from zero. */
    public static final int MOST_PRIORITY = 1_000;

    /** The grants that bound nothing. */
    public static final Grants ALL =
            new Grants(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalInt.empty());

    public Grants {
        models = models.map(List::copyOf);
        kinds = kinds.map(Set::copyOf);
        agents = agents.map(List::copyOf);
        collections = collections.map(List::copyOf);
        zones = zones.map(Set::copyOf);
    }
}
