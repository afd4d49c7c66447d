package dev.chasqui.application.library;

import dev.chasqui.domain.model.HubModel;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The name of a model of the hub as clients pull it: {@code hf.co/ORG/REPO:VARIANT}, or without the
 * host.
 *
 * @param model the model
 * @param explicit true if the name says that it is one of the hub; without a host it may also be a
 *     name of Ollama's registry
 */
record PulledName(HubModel model, boolean explicit) {
    private static final List<String> HOSTS = List.of("hf.co/", "huggingface.co/", "hf:");

    /** Reads a name; empty if it has another form. */
    static Optional<PulledName> of(String name) {
        String plain = name.startsWith("https://") ? name.substring("https://".length()) : name;
        String lower = plain.toLowerCase(Locale.ROOT);
        return HOSTS.stream()
                .filter(lower::startsWith)
                .findFirst()
                .map(host -> HubModel.find(plain.substring(host.length())))
                .map(found -> found.map(model -> new PulledName(model, true)))
                .orElseGet(() -> HubModel.find(plain).map(model -> new PulledName(model, false)));
    }
}
