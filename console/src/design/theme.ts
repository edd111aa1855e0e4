import { theme as antd, type ThemeConfig } from "antd";

/** What the reader chose; "system" follows the device. */
export const THEME_CHOICES = ["system", "light", "dark"] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];
export type Theme = "light" | "dark";

/** The colours of base.css that Ant Design computes with, and so cannot take as CSS variables. */
const COLOURS = {
  light: {
    colorPrimary: "#245bdb",
    colorInfo: "#245bdb",
    colorLink: "#245bdb",
    colorSuccess: "#1e7a14",
    colorWarning: "#9a5b00",
    colorError: "#b4231c",
    // The algorithm makes muddy grounds of these deep colours; their text has 4.5:1 on these.
    colorSuccessBg: "#eaf7e8",
    colorSuccessBorder: "#bfe0ba",
    colorWarningBg: "#fff4e5",
    colorWarningBorder: "#f2d3a4",
    colorErrorBg: "#fdeceb",
    colorErrorBorder: "#f3c3c0",
    colorInfoBg: "#edf2fe",
    colorInfoBorder: "#c6d6fa",
    colorText: "#1f2329",
    colorTextSecondary: "#555c66",
    colorTextTertiary: "#6b727d",
    colorTextDescription: "#6b727d",
    colorTextPlaceholder: "#6b727d",
    colorBorder: "#d5d9df",
    colorBorderSecondary: "#e4e6ea",
    colorBgLayout: "#f6f7f9",
    colorBgContainer: "#ffffff",
  },
  dark: {
    colorPrimary: "#4673e6",
    colorInfo: "#4673e6",
    colorLink: "#8fb0ff",
    colorLinkHover: "#adc5ff",
    colorLinkActive: "#adc5ff",
    colorPrimaryText: "#8fb0ff",
    colorSuccess: "#7fcf76",
    colorWarning: "#f0b45f",
    colorError: "#ff7b72",
    colorSuccessBg: "#17301a",
    colorSuccessBorder: "#2c5530",
    colorWarningBg: "#35270f",
    colorWarningBorder: "#5c4419",
    colorErrorBg: "#3d1c1a",
    colorErrorBorder: "#6b302c",
    colorInfoBg: "#1d2a4a",
    colorInfoBorder: "#34487a",
    colorErrorText: "#ff9a92",
    colorText: "#e9ebef",
    colorTextSecondary: "#b3b9c3",
    colorTextTertiary: "#9aa1ac",
    colorTextDescription: "#9aa1ac",
    colorTextPlaceholder: "#9aa1ac",
    colorBorder: "#3a404a",
    colorBorderSecondary: "#2b3038",
    colorBgLayout: "#121418",
    colorBgContainer: "#1a1d23",
    colorBgElevated: "#20242b",
  },
} as const;

/** Ant Design's theme (ux.md section 7). `motion` is false for readers who asked their system for none. */
export function themeConfig(theme: Theme, motion: boolean): ThemeConfig {
  const colours = COLOURS[theme];
  return {
    algorithm: theme === "dark" ? antd.darkAlgorithm : antd.defaultAlgorithm,
    cssVar: { key: "larkbridge" },
    hashed: false,
    token: {
      ...colours,
      motion,
      fontFamily: "var(--sans)",
      fontFamilyCode: "var(--mono)",
      fontSize: 14,
      lineHeight: 22 / 14,
      fontWeightStrong: 600,
      borderRadius: 7,
      borderRadiusLG: 10,
      borderRadiusSM: 6,
      controlHeight: 34,
      controlHeightSM: 28,
      controlHeightLG: 42,
      motionDurationMid: "0.14s",
      motionDurationSlow: "0.16s",
      boxShadowTertiary: "none",
    },
    components: {
      Button: {
        fontWeight: 500,
        primaryShadow: "none",
        defaultShadow: "none",
        dangerShadow: "none",
        // The words of a plain button under the mouse: the primary colour itself is too dark in the dark.
        defaultHoverColor: colours.colorLink,
        defaultActiveColor: colours.colorLink,
        // The algorithms lighten a filled button, in the dark or under the mouse, until white on it falls below 4.5:1.
        ...(theme === "dark"
          ? { colorPrimary: "#3f68d1", colorPrimaryHover: "#3a60c2", colorPrimaryActive: "#3558b3" }
          : { colorPrimaryHover: "#1f50c4", colorPrimaryActive: "#1a46ae" }),
      },
      Table: { headerBg: "transparent", headerColor: colours.colorTextSecondary, headerSplitColor: "transparent" },
      Form: { labelColor: colours.colorText, verticalLabelPadding: "0 0 4px", itemMarginBottom: 20 },
      Modal: { titleFontSize: 16 },
      Tabs: {
        horizontalItemPadding: "10px 0",
        itemSelectedColor: colours.colorLink,
        itemHoverColor: colours.colorLink,
        itemActiveColor: colours.colorLink,
        inkBarColor: colours.colorLink,
      },
    },
  };
}
