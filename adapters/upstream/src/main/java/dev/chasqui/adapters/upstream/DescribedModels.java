package dev.chasqui.adapters.upstream;

import dev.chasqui.application.port.registry.ServerKind;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.ModelKind;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The models of a server as the config or an administrator describes them. Immutable.
 *
 * @param names the names of the models; empty if the server is asked for its list
 * @param kinds the kinds of requests that all of them answer; empty if their list says so
 * @param bound the only kinds of requests that the server gets; empty for no bound
 */
public record DescribedModels(List<String> names, List<ModelKind> kinds, Set<ModelKind> bound) {
    /** The models of a server that is asked for them. */
    public static final DescribedModels NONE = new DescribedModels(List.of(), List.of());

    /** Makes models of a server that gets all requests that its models answer. */
    public DescribedModels(List<String> names, List<ModelKind> kinds) {
        this(names, kinds, Set.of());
    }

    /** Returns models of a server that gets requests of some kinds alone. */
    static DescribedModels bounded(List<String> names, Set<ServerKind> kinds) {
        return new DescribedModels(
                names,
                List.of(),
                kinds.stream()
                        .flatMap(kind -> kind.answers().stream())
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Copies the collections. */
    public DescribedModels {
        names = List.copyOf(names);
        kinds = List.copyOf(kinds);
        bound = Set.copyOf(bound);
    }

    /** Returns the models by the names in the config. */
    List<ModelInfo> named() {
        return completed(names.stream().map(ModelInfo::of).toList());
    }

    /** Returns listed models with the kinds in the config, without those outside the bound. */
    List<ModelInfo> completed(List<ModelInfo> listed) {
        return kinds.isEmpty() && bound.isEmpty()
                ? listed
                : listed.stream()
                        .map(model -> model.answering(kinds))
                        .flatMap(model -> bounded(model).stream())
                        .toList();
    }

    /** Returns a model that answers no other requests; empty if it answers none of them. */
    private Optional<ModelInfo> bounded(ModelInfo model) {
        Set<ModelKind> own = model.kinds();
        if (bound.isEmpty() || own.isEmpty()) {
            return Optional.of(model.answering(bound));
        }
        List<ModelKind> common = own.stream().filter(bound::contains).toList();
        return common.isEmpty() ? Optional.empty() : Optional.of(model.answering(common));
    }
}
