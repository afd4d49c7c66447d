package dev.chasqui.application.discovery;

import dev.chasqui.application.port.discovery.Announcement;
import dev.chasqui.application.port.registry.ServerEntry;

/**
 * A discovered server.
 *
 * @param server the server as it is used
 * @param service the announcement by which it was found
 */
record Discovered(ServerEntry server, Announcement service) {}
