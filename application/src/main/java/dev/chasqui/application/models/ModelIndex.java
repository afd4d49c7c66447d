package dev.chasqui.application.models;

import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.derived.DerivedModel;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.model.ModelName;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The models of all backends by name: an immutable snapshot that is made anew when one of their
 * lists changes.
 *
 * @param backends the backends that it was made of
 * @param derived the derived models that it was made of
 * @param derivedByName the same by their names
 * @param oldestNanos the time when the oldest of the lists was requested, by {@link
 *     System#nanoTime()}
 * @param byName the backends that have a model, by its name with a tag; those that are up first
 * @param anyCase the names, aliases among them, by their lower case; empty if several names have
 *     the same lower case
 * @param listed every model once and then the aliases, as they are listed
 */
record ModelIndex(
        List<Backend> backends,
        List<DerivedModel> derived,
        Map<String, DerivedModel> derivedByName,
        long oldestNanos,
        Map<String, List<Candidate>> byName,
        Map<String, Optional<String>> anyCase,
        List<Candidate> listed) {

    /**
     * Makes a snapshot.
     *
     * @param lists the known list of each backend
     * @param aliases the names of our own for models
     * @param derived the derived models
     * @param virtual the virtual models of the config, each of which hides others of its name
     * @param builtIn the built-in backends. Only they may use the names of their models, so that
     *     requests to them stay in this process whatever other backends list
     * @param hidesBuiltIn true if a built-in model that chats is listed only if no other one does,
     *     or under an alias
     */
    static ModelIndex of(
            List<Backend> backends,
            Function<Backend, BackendModels> lists,
            Map<String, String> aliases,
            List<DerivedModel> derived,
            List<DerivedModel> virtual,
            List<Backend> builtIn,
            boolean hidesBuiltIn) {
        List<DerivedModel> children = new ArrayList<>(derived);
        children.addAll(virtual);
        Map<String, List<Candidate>> up = new HashMap<>();
        Map<String, List<Candidate>> down = new HashMap<>();
        Map<String, Candidate> shown = new LinkedHashMap<>();
        Map<String, Candidate> hidden = new LinkedHashMap<>();
        Set<String> reserved =
                builtIn.stream()
                        .flatMap(backend -> lists.apply(backend).byName().keySet().stream())
                        .map(ModelIndex::lowerCase)
                        .collect(Collectors.toUnmodifiableSet());
        long oldest = System.nanoTime();
        for (Backend backend : backends) {
            BackendModels listing = lists.apply(backend);
            oldest = listing.askedNanos() - oldest < 0 ? listing.askedNanos() : oldest;
            var known = listing.failure().isEmpty() ? up : down;
            boolean isBuiltIn = builtIn.contains(backend);
            Predicate<String> has = name -> isBuiltIn || !reserved.contains(lowerCase(name));
            listing.byName()
                    .forEach(
                            (name, model) -> {
                                if (has.test(name)) {
                                    known.computeIfAbsent(name, _ -> new ArrayList<>())
                                            .add(new Candidate(backend, model));
                                }
                            });
            for (ModelInfo model : listing.models()) {
                String name = ModelName.withTag(model.id());
                if (has.test(name)) {
                    Candidate candidate = new Candidate(backend, model);
                    var listed = hidesBuiltIn && isBuiltIn && chats(candidate) ? hidden : shown;
                    listed.putIfAbsent(name, candidate);
                }
            }
        }
        down.forEach(
                (name, candidates) ->
                        up.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(candidates));
        up.replaceAll((_, candidates) -> List.copyOf(candidates));
        return new ModelIndex(
                backends,
                derived,
                Stream.concat(virtual.stream(), derived.stream())
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        DerivedModel::name,
                                        Function.identity(),
                                        (first, _) -> first)),
                oldest,
                up,
                anyCase(up, aliases, children),
                listed(shown, hidden, aliases, children));
    }

    private static List<Candidate> listed(
            Map<String, Candidate> shown,
            Map<String, Candidate> hidden,
            Map<String, String> aliases,
            List<DerivedModel> derived) {
        Map<String, Candidate> all = new LinkedHashMap<>();
        if (shown.values().stream().noneMatch(ModelIndex::chats)) {
            // First, since some clients use the first model that they see.
            all.putAll(hidden);
        }
        all.putAll(shown);
        addAliases(all, hidden, aliases);
        for (DerivedModel child : derived) {
            String base = ModelName.withTag(child.base());
            Candidate meant = all.containsKey(base) ? all.get(base) : hidden.get(base);
            if (meant == null) {
                meant = inOtherCase(base, all);
            }
            if (meant != null) {
                all.put(child.name(), meant.listedAs(child));
            }
        }
        // An alias may stand for a derived model, too.
        addAliases(all, hidden, aliases);
        return List.copyOf(all.values());
    }

    private static @Nullable Candidate inOtherCase(String name, Map<String, Candidate> all) {
        List<Candidate> same =
                all.entrySet().stream()
                        .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                        .map(Map.Entry::getValue)
                        .toList();
        return same.size() == 1 ? same.getFirst() : null;
    }

    private static void addAliases(
            Map<String, Candidate> all,
            Map<String, Candidate> hidden,
            Map<String, String> aliases) {
        aliases.forEach(
                (alias, name) -> {
                    String tagged = ModelName.withTag(name);
                    Candidate meant =
                            all.containsKey(tagged) ? all.get(tagged) : hidden.get(tagged);
                    if (meant != null) {
                        all.putIfAbsent(ModelName.withTag(alias), meant.as(alias));
                    }
                });
    }

    private static boolean chats(Candidate candidate) {
        return candidate.mayAnswer(ModelKind.CHAT, ModelKind.COMPLETION);
    }

    private static Map<String, Optional<String>> anyCase(
            Map<String, List<Candidate>> byName,
            Map<String, String> aliases,
            List<DerivedModel> derived) {
        Map<String, Optional<String>> anyCase = new HashMap<>();
        byName.keySet().forEach(name -> add(name, anyCase));
        aliases.keySet().forEach(alias -> add(ModelName.withTag(alias), anyCase));
        derived.forEach(child -> add(child.name(), anyCase));
        return anyCase;
    }

    private static void add(String name, Map<String, Optional<String>> anyCase) {
        anyCase.merge(
                lowerCase(name),
                Optional.of(name),
                (one, other) -> one.equals(other) ? one : Optional.empty());
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the backends that have the model of exactly this name with its tag, those that are up
     * first.
     */
    List<Candidate> candidates(String name) {
        return byName.getOrDefault(name, Collections.emptyList());
    }

    /** Returns the derived model of exactly this name with its tag. */
    Optional<DerivedModel> derived(String name) {
        return Optional.ofNullable(derivedByName.get(name));
    }

    /**
     * Returns the name that differs from this one in the case of letters alone, if there is only
     * one.
     */
    Optional<String> nameInOtherCase(String name) {
        return anyCase.getOrDefault(lowerCase(name), Optional.empty());
    }
}
