package dev.chasqui.application.port.agents;

/** The trust in the code of a jar. */
public enum JarTrustLevel {
    /** It lies in the distribution's own folder. */
    BUNDLED,
    /** The configuration lists its hash. */
    HASH,
    /** Its agents run on watched threads. */
    UNTRUSTED
}
