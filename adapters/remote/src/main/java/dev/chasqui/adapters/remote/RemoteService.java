package dev.chasqui.adapters.remote;

import dev.chasqui.domain.agent.OnFailure;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A web service that is an agent.
 *
 * @param name the name of its command, without the slash
 * @param url the address that requests are sent to
 * @param help a line that says what the command does
 * @param key the secret to send as {@code Authorization: Bearer}; empty for none
 * @param silence the longest time until its answer begins, and between two pieces of it
 * @param onFailure the server's answer to its failures
 * @param nearModel true if it runs directly before the model where the config has it run
 */
public record RemoteService(
        String name,
        URI url,
        String help,
        Optional<String> key,
        Duration silence,
        OnFailure onFailure,
        boolean nearModel) {

    /** Returns its name and address; never the key. */
    @Override
    public String toString() {
        return "/" + name + " of " + url;
    }
}
