package dev.chasqui.application.port.agents;

import java.util.List;
import java.util.function.Supplier;

/**
 * The control of the installed plug-ins by administrators. Safe for use by several threads; a
 * change waits for one that is running, and takes as long as a plug-in takes to start.
 *
 * <p>A name is that of a plug-in or an agent. If both have it, the plug-in with all its agents is
 * meant. A plug-in whose name is unknown, since its jar could not be opened, has the name of the
 * file without {@code .jar}.
 */
public interface PluginControl {

    /**
     * Returns this control with the agents of other sources: it lists them, and can disable and
     * enable them. Of two agents with the same name that of a plug-in is meant.
     *
     * @param others returns the agents of other sources with their present state
     */
    default PluginControl with(Supplier<List<InstalledAgent>> others) {
        return this;
    }

    /** Returns the jars in the plug-in folders, those with precedence first. */
    List<InstalledJar> jars();

    /** Returns the agents, active or disabled, sorted by name. */
    List<InstalledAgent> agents();

    /**
     * Returns the schemas of a plug-in that runs; for the name of an agent, those of its plug-in.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code NotFound} if the name is
     *     unknown or that of an agent of another source, or if the plug-in does not run, since its
     *     code is read for this
     */
    PluginSchemas schemas(String name);

    /**
     * Disables a plug-in, which is stopped when the running exchanges have left it, or one agent.
     * It stays disabled after a restart. Does nothing if it is disabled already.
     *
     * @return the name of the plug-in, or that of an agent that comes from none
     * @throws dev.chasqui.domain.failure.FailureException with {@code NotFound} if the name is
     *     unknown; with {@code DiskFull} if the change cannot be kept
     */
    String disable(String name);

    /**
     * Enables a plug-in or an agent again. Does nothing if it is not disabled.
     *
     * @return the name of the plug-in, or that of an agent that comes from none
     * @throws dev.chasqui.domain.failure.FailureException with {@code NotFound} if the name is
     *     unknown; with {@code AgentFailed} if the plug-in does not start, though it is enabled;
     *     with {@code DiskFull} if the change cannot be kept
     */
    String enable(String name);

    /**
     * Starts a plug-in anew, also if its jar is unchanged: a new generation of it replaces the
     * present one.
     *
     * @return the name of the plug-in
     * @throws dev.chasqui.domain.failure.FailureException with {@code NotFound} if the name is
     *     unknown, or that of an agent of another source; with {@code Invalid} if it is disabled;
     *     with {@code AgentFailed} if it does not start, and then the present generation goes on
     */
    String reload(String name);
}
