package dev.chasqui.application.port;

import dev.chasqui.domain.chat.LoadRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.model.LoadedModel;

import java.util.List;

/** The ability to load and unload models on request. */
public interface LoadAbility extends Ability {

    /**
     * Loads the request's model, or unloads it, and returns when that is done. For a server that
     * always has its models in memory it only makes sure that the model exists.
     *
     * @param request the request, whose model is the id by which this backend knows it
     */
    void load(LoadRequest request, Asker asker, Cancellation cancellation);

    /** Returns the models in memory; none if the server does not list them. */
    List<LoadedModel> loaded();
}
