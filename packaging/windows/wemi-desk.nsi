; Installer of the frozen program for Windows: makensis -DVERSION=0.1.0 -DPROGRAM=folder -DOUT=file.exe wemi-desk.nsi
; For one account (no rights needed) or, started as administrator or with /ALLUSERS, for the whole computer.
; Silent: /S [/ALLUSERS] [/POLICY=file] [/D=folder]. The policy goes where only administrators write: exit status 4
; when that cannot be done, and then nothing is installed. Uninstalling keeps the data; silently erased only with /S /ERASEDATA.
Unicode true
ManifestDPIAware true
SetCompressor /SOLID lzma

!ifndef VERSION
  !error "VERSION is missing"
!endif
!define NAME "WeMi Desk"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\WeMiDesk"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_INSTALLMODE_INSTDIR "${NAME}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_USE_PROGRAMFILES64
!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh

Name "${NAME}"
OutFile "${OUT}"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=1040 "ProductName" "${NAME}"
VIAddVersionKey /LANG=1040 "FileDescription" "Postazione degli Spazi WeMi"
VIAddVersionKey /LANG=1040 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1040 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1040 "LegalCopyright" "EUPL-1.2"

!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\wemi-desk.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Italian"

LangString IN_USE ${LANG_ITALIAN} "WeMi Desk è aperto: chiudilo, poi premi Riprova. Il lavoro resta com'è."
LangString ERASE ${LANG_ITALIAN} "Vuoi cancellare anche i dati di questa persona su questo computer? Quello che non è ancora stato inviato andrebbe perso. Se hai un dubbio, scegli No."

Function .onInit
  !insertmacro MULTIUSER_INIT
FunctionEnd

Function un.onInit
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

; The program holds its own file open: what cannot be renamed is in use. Silently, the installer gives up with 2.
!macro WAIT_UNTIL_CLOSED
  ${DoWhile} ${FileExists} "$INSTDIR\wemi-desk.exe"
    ClearErrors
    Rename "$INSTDIR\wemi-desk.exe" "$INSTDIR\wemi-desk.closed"
    ${IfNot} ${Errors}
      Rename "$INSTDIR\wemi-desk.closed" "$INSTDIR\wemi-desk.exe"
      ${ExitDo}
    ${EndIf}
    ${If} ${Silent}
      SetErrorLevel 2
      Quit
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONINFORMATION "$(IN_USE)" IDRETRY +3
    SetErrorLevel 2
    Quit
  ${Loop}
!macroend

; What the administration decides, for every account: its folder belongs to administrators, everybody reads.
Function TakePolicy
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/POLICY=" $1
  ${If} ${Errors}
    Return
  ${EndIf}
  ${IfNot} ${FileExists} "$1"
    SetErrorLevel 4
    Abort
  ${EndIf}
  SetShellVarContext all
  StrCpy $2 "$APPDATA\${NAME}"
  ${If} $MultiUser.InstallMode != "AllUsers"
    SetShellVarContext current
  ${EndIf}
  ; a folder that somebody else made is emptied of their rights before anything is put there
  CreateDirectory "$2"
  nsExec::Exec '"$SYSDIR\takeown.exe" /A /F "$2"'
  Pop $3
  nsExec::Exec '"$SYSDIR\icacls.exe" "$2" /reset /T /Q'
  Pop $3
  nsExec::Exec '"$SYSDIR\icacls.exe" "$2" /setowner *S-1-5-32-544 /T /Q'
  Pop $5
  nsExec::Exec '"$SYSDIR\icacls.exe" "$2" /inheritance:r /grant:r *S-1-5-32-544:(OI)(CI)F *S-1-5-18:(OI)(CI)F *S-1-5-32-545:(OI)(CI)RX /Q'
  Pop $4
  ${If} $4 != "0"
  ${OrIf} $5 != "0"
    SetErrorLevel 4
    Abort
  ${EndIf}
  ClearErrors
  CopyFiles /SILENT "$1" "$2\policy.json"
  ${If} ${Errors}
    SetErrorLevel 4
    Abort
  ${EndIf}
  nsExec::Exec '"$SYSDIR\icacls.exe" "$2\policy.json" /setowner *S-1-5-32-544 /Q'
  Pop $3
  nsExec::Exec '"$SYSDIR\icacls.exe" "$2\policy.json" /reset /Q'
  Pop $3
FunctionEnd

Section
  !insertmacro WAIT_UNTIL_CLOSED
  Call TakePolicy
  ; beside the old one first: an installation that stops half way leaves a program that starts
  RMDir /r "$INSTDIR.new"
  SetOutPath "$INSTDIR.new"
  ClearErrors
  File /r "${PROGRAM}/*"
  ${If} ${Errors}
    SetOutPath "$TEMP"
    RMDir /r "$INSTDIR.new"
    SetErrorLevel 3
    Abort
  ${EndIf}
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR.old"
  Rename "$INSTDIR" "$INSTDIR.old"
  ClearErrors
  Rename "$INSTDIR.new" "$INSTDIR"
  ${If} ${Errors}
    Rename "$INSTDIR.old" "$INSTDIR"
    SetErrorLevel 3
    Abort
  ${EndIf}
  RMDir /r "$INSTDIR.old"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\wemi-desk.exe" "run"
  WriteRegStr SHCTX "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${KEY}" "Publisher" "Comune di Milano (da confermare)"
  WriteRegStr SHCTX "${KEY}" "DisplayIcon" "$INSTDIR\wemi-desk.exe"
  WriteRegStr SHCTX "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD SHCTX "${KEY}" "EstimatedSize" "$0"
  WriteRegStr SHCTX "Software\Classes\.wemi" "" "WeMiDesk.Parcel"
  WriteRegStr SHCTX "Software\Classes\WeMiDesk.Parcel" "" "Lavoro non inviato di una postazione WeMi"
SectionEnd

Section "Uninstall"
  !insertmacro WAIT_UNTIL_CLOSED
  RMDir /r "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey SHCTX "${KEY}"
  DeleteRegKey SHCTX "Software\Classes\.wemi"
  DeleteRegKey SHCTX "Software\Classes\WeMiDesk.Parcel"
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/ERASEDATA" $1
  ${IfNot} ${Errors}
    RMDir /r "$LOCALAPPDATA\WeMi Desk"
  ${Else}
    MessageBox MB_YESNO|MB_DEFBUTTON2|MB_ICONQUESTION "$(ERASE)" /SD IDNO IDNO +2
    RMDir /r "$LOCALAPPDATA\WeMi Desk"
  ${EndIf}
SectionEnd
