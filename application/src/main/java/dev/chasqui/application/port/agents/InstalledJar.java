package dev.chasqui.application.port.agents;

import java.util.List;
import java.util.Optional;

/**
 * A jar in a plug-in folder, as administrators see it.
 *
 * @param name the name of its plug-in; if that is unknown, the file's name without {@code .jar}
 * @param file the path of the file
 * @param sha256 the SHA-256 of the bytes that run; empty if none run
 * @param agents the names of its agents that are installed
 * @param generation the number of the instance that runs, from 1; 0 if none runs
 * @param signer the SHA-256 of the certificate that signed all of it
 * @param reason the reason why it is not active, or why the bytes that run are not those of the
 *     file
 */
public record InstalledJar(
        String name,
        String file,
        String sha256,
        List<String> agents,
        int generation,
        AgentState state,
        JarTrustLevel trust,
        Optional<String> signer,
        Optional<String> reason) {
    public InstalledJar {
        agents = List.copyOf(agents);
    }
}
