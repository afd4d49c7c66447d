/**
 * The services that the server lends plug-ins. {@link dev.chasqui.adapters.services.PluginServices}
 * makes a loan for each instance of a plug-in; the end of the loan ends all that the instance was
 * lent.
 *
 * <p>Nothing here may hold an object of a plug-in, or a thread with its class loader, when its loan
 * is closed. So calls are cancelled by the {@link dev.chasqui.adapters.services.Lifetime} of the
 * loan, and code of the server runs with the server's own context class loader.
 */
@NullMarked
package dev.chasqui.adapters.services;

import org.jspecify.annotations.NullMarked;
