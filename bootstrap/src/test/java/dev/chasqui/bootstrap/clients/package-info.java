/** Tests of the started server over sockets with third-party clients. */
@NullMarked
package dev.chasqui.bootstrap.clients;

import org.jspecify.annotations.NullMarked;
