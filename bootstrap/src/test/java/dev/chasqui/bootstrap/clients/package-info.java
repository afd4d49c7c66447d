/** The started server, driven over sockets by clients that others wrote. */
@NullMarked
package dev.chasqui.bootstrap.clients;

import org.jspecify.annotations.NullMarked;
