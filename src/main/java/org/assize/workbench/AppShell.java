package org.assize.workbench;

import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.component.page.Push;
import com.vaadin.flow.component.page.Viewport;
import com.vaadin.flow.server.AppShellSettings;
import com.vaadin.flow.shared.ui.Transport;
import com.vaadin.flow.theme.lumo.Lumo;

/**
 * What the page around every view loads: the base style sheet, our own tokens and elements, and the open channel back.
 *
 * <p>The channel only carries news to the browser. What a person does travels as a request of its own, so that it is
 * asked who does it each time.
 */
@StyleSheet("/" + Lumo.STYLESHEET)
@Push(transport = Transport.WEBSOCKET_XHR)
@Viewport("width=device-width, initial-scale=1")
@NpmPackage(value = "@fontsource-variable/inter", version = "5.3.0")
@NpmPackage(value = "@fontsource-variable/jetbrains-mono", version = "5.3.0")
@NpmPackage(value = "cytoscape", version = "3.34.4")
@NpmPackage(value = "echarts", version = "6.1.0")
@NpmPackage(value = "lucide", version = "1.65.0")
@JsModule("./assize/assize.ts")
public class AppShell implements AppShellConfigurator {

    @Override
    public void configurePage(AppShellSettings settings) {
        settings.addFavIcon("icon", "/icon.svg", "any");
    }
}
