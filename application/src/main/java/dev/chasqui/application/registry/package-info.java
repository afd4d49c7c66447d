/**
 * The registry of servers: administrators add and remove servers behind this one while it runs, and
 * drain those that shall get no new requests. The servers of the config are not changed here.
 */
@NullMarked
package dev.chasqui.application.registry;

import org.jspecify.annotations.NullMarked;
