<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: GPL-3.0-or-later

     Writes each page of the help as HTML, with the style sheets of yelp-xsl, into the present folder.
     The input is the list of all pages (a cache of Mallard's), and the parameter mal.cache.file its
     address.  The pages share a file with the style, and have no scripts.

     With the parameter “dark”, it writes only the style in dark colours, which take the place of the
     others where the reader's desktop is dark. -->
<xsl:stylesheet version="1.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:mal="http://projectmallard.org/1.0/"
  xmlns:cache="http://projectmallard.org/cache/1.0/"
  xmlns:exsl="http://exslt.org/common"
  extension-element-prefixes="exsl"
  exclude-result-prefixes="mal cache">

  <xsl:import href="mallard/html/mal2html.xsl"/>

  <xsl:param name="dark" select="false()"/>
  <xsl:param name="color.fg">
    <xsl:value-of select="substring('#000000#ffffff', 1 + 7 * boolean($dark), 7)"/>
  </xsl:param>
  <xsl:param name="color.bg">
    <xsl:value-of select="substring('#ffffff#1e1e1e', 1 + 7 * boolean($dark), 7)"/>
  </xsl:param>

  <xsl:template match="/">
    <xsl:variable name="style">
      <xsl:text>help</xsl:text>
      <xsl:if test="$dark">-dark</xsl:if>
      <xsl:text>.css</xsl:text>
    </xsl:variable>
    <exsl:document href="{$style}" method="text">
      <xsl:call-template name="html.css.content"/>
    </exsl:document>
    <xsl:if test="not($dark)">
      <xsl:for-each select="cache:cache/mal:page">
        <xsl:apply-templates select="document(@cache:href)/mal:page" mode="file"/>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>

  <xsl:template match="mal:page" mode="file">
    <xsl:call-template name="html.output"/>
  </xsl:template>

  <xsl:template name="html.css">
    <link rel="stylesheet" href="help.css"/>
    <link rel="stylesheet" href="help-dark.css" media="(prefers-color-scheme: dark)"/>
  </xsl:template>

  <xsl:template name="html.css.custom">
    <xsl:text>body { max-width: 56em; margin: auto; } .keyseq { white-space: nowrap; }</xsl:text>
    <xsl:value-of select="concat('html { background: ', $color.bg, '; }')"/>
  </xsl:template>

  <xsl:template name="html.js"/>
</xsl:stylesheet>
