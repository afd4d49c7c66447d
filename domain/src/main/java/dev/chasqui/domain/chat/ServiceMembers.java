package dev.chasqui.domain.chat;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The members of a request that a hosted service takes, as far as they differ from those of the
 * maker of its dialect. Such a service refuses a whole request for one unknown member, whereas a
 * server of one's own ignores it. Immutable.
 *
 * @param added the members that it takes beside those of the dialect
 * @param missing the members of the dialect that it refuses
 * @param renamed its own names of members, by their usual names
 * @param idLength the length of the ids of tool calls, which are then letters and digits alone;
 *     empty if it takes any id
 */
public record ServiceMembers(
        Set<String> added, Set<String> missing, Map<String, String> renamed, OptionalInt idLength) {

    /** The members of the maker of the dialect itself. */
    public static final ServiceMembers USUAL =
            new ServiceMembers(Set.of(), Set.of(), Map.of(), OptionalInt.empty());

    /** Copies the sets and the map. */
    public ServiceMembers {
        added = Set.copyOf(added);
        missing = Set.copyOf(missing);
        renamed = Map.copyOf(renamed);
    }

    /** Returns these members with these ones added, and no others. */
    public ServiceMembers adding(String... names) {
        return new ServiceMembers(Set.of(names), missing, renamed, idLength);
    }

    /** Returns these members without these ones, and with all others. */
    public ServiceMembers lacking(String... names) {
        return new ServiceMembers(added, Set.of(names), renamed, idLength);
    }

    /** Returns these members, one of them under another name. */
    public ServiceMembers renaming(String usual, String own) {
        return new ServiceMembers(added, missing, Map.of(usual, own), idLength);
    }

    /** Returns these members with ids of tool calls of this length. */
    public ServiceMembers withIdsOf(int length) {
        return new ServiceMembers(added, missing, renamed, OptionalInt.of(length));
    }

    /**
     * Returns the service's name of a member; empty if it refuses the member.
     *
     * @param member the usual name
     * @param usual true if the maker of the dialect takes it
     */
    public Optional<String> nameOf(String member, boolean usual) {
        return (usual || added.contains(member)) && !missing.contains(member)
                ? Optional.of(renamed.getOrDefault(member, member))
                : Optional.empty();
    }
}
