package dev.chasqui.application.port;

import dev.chasqui.domain.chat.LoadRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.model.LoadedModel;

import java.util.List;

/** The ability to load and unload models when a request says so. */
public interface LoadAbility extends Ability {

    /**
     * Loads the request's model, or unloads it, and returns when that is done; of a server that has
     * its models in memory anyway it only makes sure that the model is there.
     *
     * @param request whose model is the id under which this backend knows it
     */
    void load(LoadRequest request, Asker asker, Cancellation cancellation);

    /** The models that are in memory; none where the server does not tell. */
    List<LoadedModel> loaded();
}
