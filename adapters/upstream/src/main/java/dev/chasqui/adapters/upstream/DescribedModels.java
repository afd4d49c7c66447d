package dev.chasqui.adapters.upstream;

import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.ModelKind;

import java.util.List;

/**
 * The models of a server as the config describes them. Immutable.
 *
 * @param names the names of the models; empty if the server is asked for its list
 * @param kinds the kinds of requests that all of them answer; empty if their list says so
 */
public record DescribedModels(List<String> names, List<ModelKind> kinds) {
    /** The models of a server that is asked for them. */
    public static final DescribedModels NONE = new DescribedModels(List.of(), List.of());

    /** Copies the lists. */
    public DescribedModels {
        names = List.copyOf(names);
        kinds = List.copyOf(kinds);
    }

    /** Returns the models by the names in the config. */
    List<ModelInfo> named() {
        return completed(names.stream().map(ModelInfo::of).toList());
    }

    /** Returns listed models with the kinds in the config. */
    List<ModelInfo> completed(List<ModelInfo> listed) {
        return kinds.isEmpty()
                ? listed
                : listed.stream().map(model -> model.answering(kinds)).toList();
    }
}
