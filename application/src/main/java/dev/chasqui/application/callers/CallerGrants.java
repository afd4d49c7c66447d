package dev.chasqui.application.callers;

import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.domain.account.Grants;
import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.model.ModelName;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.text.NamePattern;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The bounds of a caller's user and key, all of which must hold. Immutable.
 *
 * @param bounds the bounds; none for a caller that may ask for everything
 */
public record CallerGrants(List<Grants> bounds) {
    /** The grants of a caller that may ask for everything. */
    public static final CallerGrants ALL = new CallerGrants(List.of());

    /** The grants of a caller whose key was removed while a request ran. */
    static final CallerGrants NOTHING =
            new CallerGrants(
                    List.of(
                            new Grants(
                                    Optional.of(List.of()),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.of(List.of()),
                                    Optional.empty(),
                                    OptionalInt.empty())));

    private static final NamePattern ANY = new NamePattern("*");

    public CallerGrants {
        bounds = bounds.stream().filter(one -> !one.equals(Grants.ALL)).toList();
    }

    /** Returns true if nothing is bounded. */
    public boolean isAll() {
        return bounds.isEmpty();
    }

    /** Returns true if every model may be asked for, of every kind and in every zone. */
    boolean isAllModels() {
        return given(Grants::models).allMatch(patterns -> patterns.contains(ANY))
                && Stream.of(ModelKind.values()).allMatch(this::allows)
                && Stream.of(Zone.values()).allMatch(this::allowsZone);
    }

    /**
     * Returns true if a model may be asked for.
     *
     * @param name the name as clients ask for it; commands after a {@code +} do not count
     */
    public boolean allowsModel(String name) {
        int plus = name.indexOf('+');
        String base = plus > 0 ? name.substring(0, plus).strip() : name;
        return given(Grants::models)
                .allMatch(
                        patterns ->
                                patterns.stream()
                                        .anyMatch(
                                                pattern ->
                                                        matches(pattern, name)
                                                                || matches(pattern, base)));
    }

    /**
     * Returns true if a model may be asked for.
     *
     * @param name the name of the model alone, without commands
     */
    boolean allowsModelAlone(String name) {
        return given(Grants::models)
                .allMatch(
                        patterns -> patterns.stream().anyMatch(pattern -> matches(pattern, name)));
    }

    /** Returns true if a pattern fits a name, with or without the usual tag. */
    private static boolean matches(NamePattern pattern, String name) {
        return pattern.matchesAnyCase(name)
                || pattern.matchesAnyCase(ModelName.withoutLatest(name))
                || pattern.matchesAnyCase(ModelName.withTag(name));
    }

    /**
     * Returns true if a kind of request may be asked for. A forwarded call may be of any kind, so
     * it needs all of them; the loading of a model is of none.
     */
    public boolean allowsKind(RequestKind kind) {
        return switch (kind) {
            case CHAT, COUNT, DECISION -> allows(ModelKind.CHAT);
            case RAW, COMPLETION -> allows(ModelKind.COMPLETION);
            case EMBEDDINGS -> allows(ModelKind.EMBEDDING);
            case RERANK -> allows(ModelKind.RERANK);
            case TRANSCRIPTION -> allows(ModelKind.TRANSCRIPTION);
            case SPEECH -> allows(ModelKind.SPEECH);
            case IMAGE -> allows(ModelKind.IMAGE);
            case MODERATION -> allows(ModelKind.MODERATION);
            case FORWARD -> Stream.of(ModelKind.values()).allMatch(this::allows);
            case LOAD -> true;
        };
    }

    boolean allows(ModelKind kind) {
        return given(Grants::kinds).allMatch(kinds -> kinds.contains(kind));
    }

    /** Returns true if a backend in a zone may get the request. */
    public boolean allowsZone(Zone zone) {
        return given(Grants::zones).allMatch(zones -> zones.contains(zone));
    }

    /** Returns true if the zones are named. */
    boolean boundsZones() {
        return given(Grants::zones).findAny().isPresent();
    }

    /**
     * Returns true if a collection of documents may be used.
     *
     * @param name its name; empty if it is not known which one will be used, which only a caller
     *     that may use all of them may leave open
     */
    public boolean allowsCollection(Optional<String> name) {
        return given(Grants::collections)
                .allMatch(
                        patterns ->
                                name.isPresent()
                                        ? patterns.stream()
                                                .anyMatch(pattern -> pattern.matches(name.get()))
                                        : patterns.contains(ANY));
    }

    /** Returns the place in the queues of pools, the lowest of all that are given. */
    public OptionalInt priority() {
        return bounds.stream()
                .map(Grants::priority)
                .filter(OptionalInt::isPresent)
                .mapToInt(OptionalInt::getAsInt)
                .min();
    }

    private <T> Stream<T> given(Function<Grants, Optional<T>> part) {
        return bounds.stream().map(part).flatMap(Optional::stream);
    }
}
