package dev.chasqui.domain.chat;

import dev.chasqui.domain.model.KeepAlive;

import java.util.Optional;

/**
 * A request to load a model, or to unload it, without asking it anything.
 *
 * @param model the name that the client asks for; may be an alias
 * @param keepAlive the time that the model shall stay; {@link KeepAlive#NOT_AT_ALL} unloads it
 * @param source the bytes that the request came from, which may hold options for loading
 */
public record LoadRequest(String model, KeepAlive keepAlive, Optional<Source> source) {

    /** Returns true if the request unloads the model. */
    public boolean unloads() {
        return keepAlive.equals(KeepAlive.NOT_AT_ALL);
    }

    /** Returns the same request for a model of another name. */
    public LoadRequest withModel(String name) {
        return name.equals(model) ? this : new LoadRequest(name, keepAlive, source);
    }
}
